namespace AccessBot.Core.UseCases;

/// <summary>Puts what rules in C# say to people in the form that the rest of it has. Pure.</summary>
internal static class RuleWords
{
    private const int Longest = 200;

    /// <summary>A few words that other words follow: on one line, without a full stop.</summary>
    public static string Few(string text) => OneLine(text).TrimEnd('.') is { Length: > 0 } words ? words : "a rule in C# says so";

    /// <summary>A sentence that others follow.</summary>
    public static string Sentence(string text) => OneLine(text) is not { Length: > 0 } words ? "A rule in C# says so." : words[^1] is '.' or '!' or '?' ? words : $"{words}.";

    private static string OneLine(string text)
    {
        var words = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= Longest ? words : $"{words[..(char.IsHighSurrogate(words[Longest - 2]) ? Longest - 2 : Longest - 1)]}…";
    }
}
