namespace AccessBot.Cli;

/// <summary>A word that shells complete.</summary>
/// <param name="Word">As it is typed.</param>
/// <param name="What">What it means; may be empty.</param>
/// <param name="Values">What may follow it, if that is one of a few.</param>
internal sealed record CompletedWord(string Word, string What, IReadOnlyList<string> Values);
