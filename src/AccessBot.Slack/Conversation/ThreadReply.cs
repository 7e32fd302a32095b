using System.Globalization;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What has happened to a request since its message was posted, to be told beneath it: a line for each thing, all in one. Pure.</summary>
/// <remarks>
/// By the audit entries, and not by how the request stands: what came and went while Slack was away is told as well. People are called by
/// their names, where these are known: a mention would call them to what they did themselves.
/// </remarks>
internal static class ThreadReply
{
    private const int All = 2900;
    private const int One = 900;

    /// <summary>Beneath this nobody is told of an end that is late: the next try may do it.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <param name="request">The row.</param>
    /// <param name="notice">The message.</param>
    /// <param name="entries">All that has happened to the request, in order; of it is told what comes after what was, up to what the message shows.</param>
    /// <returns>Null if there is nothing to tell.</returns>
    public static Message? Render(Request request, Notice notice, IReadOnlyList<AuditEntry> entries)
    {
        var movedOn = entries.FirstOrDefault(entry => StepOf(entry) > notice.Step);
        Mrkdwn[] lines =
        [
            .. entries
                .Where(entry => entry.Number > notice.Told && entry.Number <= notice.ShownVersion)
                .Where(entry => movedOn is null || entry.Number <= movedOn.Number || IsOutcome(request, entry, entries))
                .Select(entry => Line(request, entry, entries)?.Fit(One))
                .OfType<Mrkdwn>(),
        ];
        if (lines.Length == 0)
        {
            return null;
        }

        var text = Mrkdwn.Join($"\n", lines).Fit(All);
        return new Message(text, new SectionBlock(text));
    }

    /// <summary>What is still told where it has moved on from: how it ended. The way there is told where it went.</summary>
    private static bool IsOutcome(Request request, AuditEntry entry, IReadOnlyList<AuditEntry> all) => entry.Action switch
    {
        AuditAction.Denied or AuditAction.Cancelled or AuditAction.Lapsed or AuditAction.GivenUp or AuditAction.Ended => true,

        // Where nothing is given by the request itself, the approval that is enough is how it ended.
        AuditAction.Voted => request.Membership is null && all.Any(next => next.Number == entry.Number + 1 && next.Action == AuditAction.Approved),
        _ => false,
    };

    private static Mrkdwn? Line(Request request, AuditEntry entry, IReadOnlyList<AuditEntry> all) => entry.Action switch
    {
        AuditAction.Voted => Mrkdwn.Of($"Approved by {Who(request, entry)}{Count(entry)}{ForLess(entry)} {entry.At}.{Said(entry)}"),
        AuditAction.Denied when entry.Fact("because") is { } because => Mrkdwn.Of($"Denied by the rule {entry.Fact("rule")} {entry.At}: {because}"),
        AuditAction.Denied when entry.Fact("stopped") is not null => Mrkdwn.Of($"Denied by {Who(request, entry)} {entry.At}, with all else of its kind{Why(entry)}."),
        AuditAction.Denied when Is(entry.After, RequestState.Revoking) => Mrkdwn.Of($"Denied by {Who(request, entry)} {entry.At}, while the role was being given. It is taken back.{Said(entry)}"),
        AuditAction.Denied => Mrkdwn.Of($"Denied by {Who(request, entry)} {entry.At}.{Said(entry)}"),
        AuditAction.Cancelled => Mrkdwn.Of($"Withdrawn by {Who(request, entry)} {entry.At}."),
        AuditAction.Lapsed => Mrkdwn.Of($"Closed {entry.At}: {WhyLapsed(entry)}."),
        AuditAction.Forwarded when StepOf(entry) is { } step => Mrkdwn.Of(
            $"Moved on {entry.At}, since nobody decided here in time. It waits {RequestPlaces.Of(request, step)} now; whoever could decide here still can."),
        AuditAction.Granted => Time(entry, "endsAt") is { } end
            ? Mrkdwn.Of($"Granted {entry.At}. It ends {end}.")
            : Mrkdwn.Of($"Granted {entry.At}. It ends when somebody ends it by hand."),
        AuditAction.Extended => Mrkdwn.Of($"Extended by {Who(request, entry)} {entry.At}. It ends {Time(entry, "endsAt") ?? request.EndsAt ?? entry.At} now."),
        AuditAction.GivenUp => Mrkdwn.Of($"It could not be granted, and was given up {entry.At}: {entry.Fact("why")}"),
        AuditAction.CallFailed or AuditAction.Overdue when IsFirstOverdue(entry, all) => Mrkdwn.Of(
            $"Still active {entry.At}, though it should have ended {DueEnd(entry, all) ?? entry.At}. It is tried again until OneLogin confirms the end."),
        AuditAction.Ended => Ended(request, entry, all),
        AuditAction.Reviewed => Mrkdwn.Of($"Reviewed by {Who(request, entry)} {entry.At}."),
        _ => null,
    };

    private static Mrkdwn? Ended(Request request, AuditEntry entry, IReadOnlyList<AuditEntry> all)
    {
        var why = EndOf(entry, all);
        return why?.Action switch
        {
            _ when Is(entry.After, RequestState.Failed) => null,
            AuditAction.Denied => Mrkdwn.Of($"Nothing is left of what was being given: confirmed {entry.At}."),
            AuditAction.FoundGone => Mrkdwn.Of($"Ended: somebody removed it in OneLogin before its time, which was found {why.At}."),
            AuditAction.EndDue when !Is(entry.After, RequestState.Expired) =>
                Mrkdwn.Of($"Ended early by {Who(request, why)} {entry.At}{Why(why)}.{Kept(request, entry)}"),
            _ => Mrkdwn.Of($"Its time was over: ended {entry.At}.{Kept(request, entry)}"),
        };
    }

    private static Mrkdwn Kept(Request request, AuditEntry entry) => entry.Fact("kept") switch
    {
        nameof(RoleKept.HeldBefore) => Mrkdwn.Of($" The role is kept: {request.RequesterName} had it before."),
        nameof(RoleKept.OtherGrant) => Mrkdwn.Of($" The role is kept: another grant still gives it."),
        _ => Mrkdwn.Empty,
    };

    /// <summary>What an ending began with, as seen from an entry in it.</summary>
    private static AuditEntry? EndOf(AuditEntry entry, IReadOnlyList<AuditEntry> all) =>
        all.LastOrDefault(before => before.Number < entry.Number && Is(before.After, RequestState.Revoking) && !Is(before.Before, RequestState.Revoking));

    private static DateTimeOffset? DueEnd(AuditEntry entry, IReadOnlyList<AuditEntry> all) =>
        EndOf(entry, all) is not { Action: AuditAction.EndDue or AuditAction.Denied } end ? null
            : Time(end, "planned") is { } planned && planned < end.At ? planned
            : end.At;

    private static bool IsOverdue(AuditEntry entry, IReadOnlyList<AuditEntry> all) =>
        entry.Action is AuditAction.CallFailed or AuditAction.Overdue && Is(entry.After, RequestState.Revoking) && entry.At - DueEnd(entry, all) >= Late;

    private static bool IsFirstOverdue(AuditEntry entry, IReadOnlyList<AuditEntry> all) =>
        IsOverdue(entry, all) && !all.TakeWhile(before => before.Number < entry.Number).Any(before => IsOverdue(before, all));

    private static int? StepOf(AuditEntry entry) =>
        entry.Action == AuditAction.Forwarded && int.TryParse(entry.Fact("step"), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step - 1 : null;

    private static Mrkdwn Who(Request request, AuditEntry entry) =>
        SlackUserId.TryParse(entry.Actor, out var who) ? NameOf(request, who) is { } name ? Mrkdwn.Of($"{name}") : Mrkdwn.User(who)
        : Mrkdwn.Of($"{(string.Equals(entry.Actor, Actor.Operator.ToString(), StringComparison.Ordinal) ? Actor.Operator.Name : Actor.Job.Name)}");

    private static string? NameOf(Request request, SlackUserId who) => who switch
    {
        _ when who == request.Requester => request.RequesterName,
        _ when request.Decisions.FirstOrDefault(decision => decision.Approver == who) is { } decision => decision.Name,
        _ when who == request.EndedBy => request.EndedByName,
        _ when who == request.ReviewedBy => request.ReviewedByName,
        _ => null,
    };

    /// <summary>How many approvals there were by it, where one is not all that it takes.</summary>
    private static Mrkdwn Count(AuditEntry entry) =>
        entry.Fact("approvals") is { } count && !count.EndsWith(" of 1", StringComparison.Ordinal) ? Mrkdwn.Of($" ({count})") : Mrkdwn.Empty;

    private static Mrkdwn ForLess(AuditEntry entry) =>
        TimeSpan.TryParse(entry.Fact("duration"), CultureInfo.InvariantCulture, out var less) ? Mrkdwn.Of($", for {DurationText.InWords(less)} at most,") : Mrkdwn.Empty;

    private static Mrkdwn Said(AuditEntry entry) => entry.Fact("message") is { } message ? Mrkdwn.Of($"\n{Mrkdwn.Quote(message)}") : Mrkdwn.Empty;

    private static Mrkdwn Why(AuditEntry entry) => entry.Fact("why") is { } why ? Mrkdwn.Of($": {why}") : Mrkdwn.Empty;

    private static string WhyLapsed(AuditEntry entry) => entry.Fact("because") switch
    {
        "ended" => "the access ended before anybody decided on more time",
        "undeliverable" => "it could not be brought to anybody who could decide",
        _ => "nobody decided in time",
    };

    private static DateTimeOffset? Time(AuditEntry entry, string fact) =>
        DateTimeOffset.TryParseExact(entry.Fact(fact), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static bool Is(string? state, RequestState which) => string.Equals(state, which.ToString(), StringComparison.Ordinal);
}
