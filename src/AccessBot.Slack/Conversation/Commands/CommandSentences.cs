using AccessBot.Core.Requests;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>What is said to somebody who types behind the slash command.</summary>
internal static class CommandSentences
{
    /// <summary>More are no help in a sentence.</summary>
    private const int MostNamed = 5;

    /// <summary>Names that people type may be of any length.</summary>
    private const int LongestName = 60;

    public static Mrkdwn DidYouMean(string command, string word) => Mrkdwn.Of($"There is no such command. Did you mean *{command} {word}*? *{command} help* lists all of them.");

    public static Mrkdwn Misused(string command, IEnumerable<CommandWord> usages) =>
        Mrkdwn.Of($"Type it like this:\n{Mrkdwn.Join($"\n", usages.Select(usage => Line(command, usage)))}");

    /// <summary>A command with what it does.</summary>
    public static Mrkdwn Line(string command, CommandWord word) => Mrkdwn.Of($"`{Whole(command, word)}` {word.What}");

    /// <summary>The same to somebody who may not see the request as to somebody who made its id up.</summary>
    public static Mrkdwn NoSuchRequest(string command) => Mrkdwn.Of(
        $"There is no request with this id, or it is not yours to see. *{command} mine* and *{command} requests* list those that are, with their ids.");

    public static Mrkdwn Withdrawn { get; } = Mrkdwn.Of($"Withdrawn. Nobody can approve it any more.");

    public static string TakenFor(string typed, string label) => $"“{Short(typed)}” was taken to mean {label}. Look the form through before you send it.";

    public static string Several(string typed, IEnumerable<string> labels) =>
        $"“{Short(typed)}” could mean {string.Join(" or ", labels.Take(MostNamed))}. Pick one.";

    public static string NothingCalled(string typed) => $"Nothing that you may ask for is called “{Short(typed)}”. Pick from the menu.";

    private static string Whole(string command, CommandWord word) => $"{command} {word.Usage}".Trim();

    private static string Short(string typed) => SlackText.Cut(SlackText.OneLine(typed), LongestName);
}
