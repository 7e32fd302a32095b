namespace AccessBot.Slack.Conversation.Commands;

/// <summary>One command, as people are told of it.</summary>
/// <param name="Word">The first word behind the slash command; empty where it begins with a name.</param>
/// <param name="Arguments">What follows it; empty for nothing.</param>
/// <param name="What">What it does: a sentence.</param>
/// <param name="ForAdmins">Whether only admins may use it.</param>
/// <param name="Read">Reads all that was typed; null for what can't be meant.</param>
internal sealed record CommandWord(string Word, string Arguments, string What, bool ForAdmins, Func<string, TypedCommand?> Read)
{
    /// <summary>As it is typed, without the slash command.</summary>
    public string Usage => $"{Word} {Arguments}".Trim();
}
