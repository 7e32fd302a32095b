using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>Who holds a role through AccessBot, for admins. Pure.</summary>
internal static class HoldersMessage
{
    private const int Most = 50;
    private const int InOneBlock = 10;
    private const int LongestName = 60;

    /// <summary>Names of nothing but marks, each of which is written with several, come to more.</summary>
    private const int LongestBlock = 2200;

    /// <param name="holders">Who holds it, what ends first ahead.</param>
    /// <param name="role">What it was called.</param>
    public static Message Render(IReadOnlyList<OpenRequest> holders, string role)
    {
        var list = new ListMessage();
        var called = SlackText.Cut(role, LongestName);

        // A role may be given by several targets, to members and to admins of it.
        var differ = holders.Select(holder => holder.TargetLabel).Distinct(StringComparer.Ordinal).Count() > 1;
        list.Say(holders.Count == 0 ? Mrkdwn.Of($"Nobody holds {called} through AccessBot.") : Mrkdwn.Of($"*Who holds {called}* through AccessBot:"));
        foreach (var some in holders.Take(Most).Chunk(InOneBlock))
        {
            list.Say(Mrkdwn.Join($"\n", some.Select(holder => Line(holder, differ))).Fit(LongestBlock));
        }

        if (holders.Count > Most)
        {
            list.Note(Mrkdwn.Of($"and {holders.Count - Most} more. What ends first stands first."));
        }

        return list.Note(Mrkdwn.Of($"Whom somebody put into the role in OneLogin itself is not in this list.")).Done();
    }

    private static Mrkdwn Line(OpenRequest holder, bool sayWhat) => holder.IsReadable
        ? Mrkdwn.Of($"• {holder.Requester} ({SlackText.Cut(holder.RequesterName, LongestName)}){(sayWhat ? $", {SlackText.Cut(holder.TargetLabel, LongestName)}" : "")}, {Stand(holder)}")
        : Mrkdwn.Of($"• {holder.RequesterName}, which can't be read: the log says why");

    private static Mrkdwn Stand(OpenRequest holder) => holder.State switch
    {
        RequestState.Approved => Mrkdwn.Of($"is being given it"),
        RequestState.Revoking => Mrkdwn.Of($"is losing it, and may hold it until OneLogin confirms that"),
        _ when holder.EndsAt is { } end => Mrkdwn.Of($"until {end}"),
        _ => Mrkdwn.Of($"until somebody ends it by hand"),
    };
}
