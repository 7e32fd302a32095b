using AccessBot.Core.Ports;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What an admin is told who ends everything that matches. Pure.</summary>
internal static class StopMessage
{
    // Of so many something can be read in one message, however long the names; of thousands nobody reads more.
    private const int MostFailed = 12;
    private const int MostEnded = 15;
    private const int LongestName = 60;
    private const int LongestWhy = 120;

    public static Mrkdwn Begun(IReadOnlyList<OpenRequest> found, bool isRepeated)
    {
        var again = isRepeated ? Mrkdwn.Of($" This was begun before; what has ended since then is not counted.") : Mrkdwn.Empty;
        return found.Count == 0
            ? Mrkdwn.Of($"Nothing that is open matches.{again}")
            : Mrkdwn.Of($"*Ending {Requests(found.Count)} of {People(found)}.* What came of it is said here, in half a minute at most.{again}");
    }

    public static Mrkdwn Done(IReadOnlyList<StoppedRequest> outcome) => Mrkdwn.Join($"\n", Paragraphs(outcome));

    private static IEnumerable<Mrkdwn> Paragraphs(IReadOnlyList<StoppedRequest> outcome)
    {
        var (ended, denied, active) = (Which(outcome, StopOutcome.Ended), Which(outcome, StopOutcome.Denied), Which(outcome, StopOutcome.StillActive));
        if (active.Count > 0)
        {
            yield return Mrkdwn.Of($"*Still active: {active.Count}.* OneLogin is told again until it confirms the end; the requests' own messages show how they stand.");
            yield return Mrkdwn.Join($"\n", active.Take(MostFailed).Select(r => Mrkdwn.Of($"• {Name(r)}: {SlackText.Cut(r.Why ?? "", LongestWhy)}")));
            if (active.Count > MostFailed)
            {
                yield return Mrkdwn.Of($"and {active.Count - MostFailed} more");
            }
        }

        if (ended.Count > 0)
        {
            yield return Mrkdwn.Of($"*Ended: {ended.Count}.* {Names(ended)}");
        }

        if (denied.Count > 0)
        {
            yield return Mrkdwn.Of($"*Not decided yet, and denied: {denied.Count}.* {Names(denied)}");
        }

        if (Which(outcome, StopOutcome.ApprovedBefore) is { Count: > 0 } approved)
        {
            yield return Mrkdwn.Of($"*An approval only, given in that moment: {approved.Count}.* {Names(approved)}");
        }
    }

    private static Mrkdwn Names(IReadOnlyList<StoppedRequest> requests)
    {
        var names = Mrkdwn.Join($"; ", requests.Take(MostEnded).Select(Name));
        return requests.Count > MostEnded ? Mrkdwn.Of($"{names} and {requests.Count - MostEnded} more") : names;
    }

    private static Mrkdwn Name(StoppedRequest stopped) => stopped.Request.IsReadable
        ? Mrkdwn.Of($"{stopped.Request.Requester}, {SlackText.Cut(stopped.Request.TargetLabel, LongestName)}")
        : Mrkdwn.Of($"{stopped.Request.RequesterName}");

    private static Mrkdwn Requests(int count) => count == 1 ? Mrkdwn.Of($"one request") : Mrkdwn.Of($"{count} requests");

    private static Mrkdwn People(IReadOnlyList<OpenRequest> found) =>
        found.Select(r => (r.Requester, r.OneLoginUser)).Distinct().Count() is var people and > 1 ? Mrkdwn.Of($"{people} people") : Mrkdwn.Of($"one person");

    private static List<StoppedRequest> Which(IReadOnlyList<StoppedRequest> outcome, StopOutcome which) => [.. outcome.Where(r => r.Outcome == which)];
}
