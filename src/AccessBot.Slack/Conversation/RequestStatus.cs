using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>How a request stands, in sentences. Nothing is called granted or ended that OneLogin has not confirmed. Pure.</summary>
internal static class RequestStatus
{
    public static Mrkdwn Of(Request request) => request.State switch
    {
        RequestState.Requested => Mrkdwn.Of(
            $"Approvals: {request.ApprovalsHave} of {request.ApprovalsNeed}{Approvers(request, $" ({By(request)})")}{ForLess(request)}. It closes {request.LapsesAt} if nobody decides."),
        RequestState.Approved when request.IsApprovalOnly => Mrkdwn.Of($"{Approved(request)} Closed {At(request.ClosedAt)}: an approval was all that was asked for."),
        RequestState.Approved when request.IsExtension => Mrkdwn.Of($"{Approved(request)} The access goes on; its own message says until when."),
        RequestState.Approved => Mrkdwn.Of($"{Approved(request)} {Granting(request)}"),
        RequestState.Granted => Mrkdwn.Of($"{Approved(request)} {Until(request)}"),
        RequestState.Revoking => Ending(request),
        RequestState.Expired => Mrkdwn.Of($"Its time was over. Ended {At(request.ClosedAt)}."),
        RequestState.Revoked when request.End == EndKind.Lost => Mrkdwn.Of(
            $"Somebody removed it in OneLogin before its time; found {At(request.EndDueAt)}. It is not given anew: ask again if it is still needed."),
        RequestState.Revoked when DeniedLate(request) => Mrkdwn.Of(
            $"Denied by {Denier(request)} {At(request.EndDueAt)}, while the role was being given. That nothing is left of it is confirmed since {At(request.ClosedAt)}."),
        RequestState.Revoked => Mrkdwn.Of($"Ended by {Ender(request)} {At(request.ClosedAt)}."),
        RequestState.Denied when request.Problem is { } because => Mrkdwn.Of($"Denied by {Denier(request)} {At(request.ClosedAt)}: {because}"),
        RequestState.Denied => Mrkdwn.Of($"Denied by {Denier(request)} {At(request.ClosedAt)}."),
        RequestState.Cancelled => Mrkdwn.Of($"Withdrawn by {Ender(request)} {At(request.ClosedAt)}."),
        RequestState.Lapsed when request.Problem is { } because => Mrkdwn.Of($"{because} Closed {At(request.ClosedAt)}."),
        RequestState.Lapsed when request.ClosedAt < request.LapsesAt && request.IsStepLost => Mrkdwn.Of(
            $"It could not be brought to anybody who could decide; closed {At(request.ClosedAt)}. Tell an AccessBot admin, and ask again when that is put right."),
        RequestState.Lapsed when request.ClosedAt < request.LapsesAt => Mrkdwn.Of(
            $"Nobody of those whom it was brought to decided in time; closed {At(request.ClosedAt)}. If it is still needed, speak to an approver and ask again."),
        RequestState.Lapsed => Mrkdwn.Of($"Nobody decided in time; closed {At(request.ClosedAt)}. Ask again if it is still needed."),
        RequestState.Failed => Mrkdwn.Of($"It could not be granted; closed {At(request.ClosedAt)}. {Why(request)}"),
        var state => Mrkdwn.Of($"{state.ToString()}"),
    };

    /// <summary>How the review of an emergency stands.</summary>
    public static Mrkdwn Review(Request request) => request.ReviewedBy is { } reviewer
        ? Mrkdwn.Of($"Reviewed by {Mrkdwn.User(reviewer)} {At(request.ReviewedAt)}.")
        : Mrkdwn.Of($"It was an emergency, so that no approver was asked. It waits to be reviewed by somebody who could have approved it, and who is not {Mrkdwn.User(request.Requester)}.");

    /// <summary>Whose approvals came before the end that a request has, or is coming to; null if none did, or how it stands says so.</summary>
    public static Mrkdwn? ApprovedBefore(Request request) =>
        request.State is RequestState.Requested or RequestState.Approved or RequestState.Granted || !request.Decisions.Any(decision => decision.Approves)
            ? null
            : Mrkdwn.Of($"Before, it was approved by {ByAndWhen(request)}.");

    private static Mrkdwn Approved(Request request) => request switch
    {
        { BreakGlass: true } => Mrkdwn.Of($"Approved at once, without its approvers."),
        { ApprovedBecause: { } because } => Mrkdwn.Of($"Approved at once by the access rules: {because}."),
        _ => Mrkdwn.Of($"Approved{Approvers(request, $" by {ByAndWhen(request)}")}{ForLess(request)}."),
    };

    /// <summary>Why somebody decided so, in their own words.</summary>
    public static Mrkdwn Why(Decision decision) =>
        Mrkdwn.Of($"{(decision.Approves ? "Approved" : "Denied")} by {Mrkdwn.User(decision.Approver)}:\n{Mrkdwn.Quote(decision.Message!)}");

    private static Mrkdwn ForLess(Request request) => request.ApprovedFor is { } less
        ? Mrkdwn.Of($", for {DurationText.InWords(less)} at most, which is less than what was asked for")
        : Mrkdwn.Empty;

    private static Mrkdwn Granting(Request request) => request.Problem is null
        ? Mrkdwn.Of($"The role is being given; this says so when it is.")
        : Mrkdwn.Of($"The role is not given yet. {Why(request)}{Next(request)}");

    private static Mrkdwn Until(Request request) => request.EndsAt is { } end
        ? Mrkdwn.Of($"Active until {end}{Extended(request)}.")
        : Mrkdwn.Of($"Active until somebody ends it by hand.");

    private static Mrkdwn Extended(Request request) => request.ExtendedAt is { } last
        ? Mrkdwn.Of($", extended {(request.Extensions == 1 ? "once" : $"{request.Extensions} times, last")} {last}")
        : Mrkdwn.Empty;

    private static Mrkdwn Ending(Request request)
    {
        var tries = request.Attempts > 0;
        return request.End switch
        {
            EndKind.Failed when !tries => Mrkdwn.Of($"It could not be granted, and it is made sure that nothing is left behind. {Why(request)}"),
            EndKind.Failed => Mrkdwn.Of(
                $"It could not be granted, and it can't be told yet whether something was left behind: that may be active since {At(request.GrantStartedAt)}. {Why(request)}{Next(request)}"),
            EndKind.Revoked when DeniedLate(request) => Mrkdwn.Of(
                $"Denied by {Denier(request)} {At(request.EndDueAt)}, while the role was being given. {Remaining(request)}"),
            EndKind.Revoked => Mrkdwn.Of($"Its end was asked for by {Ender(request)} {At(request.EndDueAt)}. {Remaining(request)}"),
            EndKind.Lost => Mrkdwn.Of($"Somebody removed it in OneLogin before its time; found {At(request.EndDueAt)}. It is made sure that it is gone."),
            _ => Mrkdwn.Of($"Its time was over {At(request.EndsAt)}. {Remaining(request)}"),
        };
    }

    private static Mrkdwn Remaining(Request request) => request switch
    {
        { OverdueAsOf: null } => Mrkdwn.Of($"The role is being taken away, and is active until OneLogin confirms that."),
        { Attempts: 0 } => Mrkdwn.Of($"It is still active, overdue since {At(request.DueEnd)}. AccessBot has not come to it yet; its operators are told."),
        _ => Mrkdwn.Of($"It is still active, overdue since {At(request.DueEnd)}. {Why(request)}{Next(request)}"),
    };

    private static Mrkdwn Why(Request request) => request.Problem is { } problem ? Mrkdwn.Of($"What went wrong: {problem}") : Mrkdwn.Empty;

    private static Mrkdwn Next(Request request) => request.NextAttemptAt is { } next ? Mrkdwn.Of($" It is tried again {next}.") : Mrkdwn.Empty;

    private static Mrkdwn At(DateTimeOffset? time) => time is { } known ? Mrkdwn.Date(known) : Mrkdwn.Of($"at a time that is not known");

    private static Mrkdwn Ender(Request request) => request.EndedBy is { } who
        ? Mrkdwn.User(who)
        : Mrkdwn.Of($"{request.EndedByName ?? "AccessBot"}");

    /// <summary>Whether an approver's no ended it when OneLogin may have been told already.</summary>
    private static bool DeniedLate(Request request) => request.Decisions.Any(decision => !decision.Approves);

    private static Mrkdwn Denier(Request request) =>
        request.Decisions.FirstOrDefault(decision => !decision.Approves) is { } no ? Mrkdwn.User(no.Approver) : Ender(request);

    private static Mrkdwn By(Request request) =>
        Mrkdwn.Join($", ", request.Decisions.Where(decision => decision.Approves).Select(decision => Mrkdwn.User(decision.Approver)));

    private static Mrkdwn ByAndWhen(Request request) =>
        Mrkdwn.Join($", ", request.Decisions.Where(decision => decision.Approves).Select(decision => Mrkdwn.Of($"{decision.Approver} {decision.At}")));

    private static Mrkdwn Approvers(Request request, MrkdwnHandler said) =>
        request.Decisions.Any(decision => decision.Approves) ? Mrkdwn.Of(said) : Mrkdwn.Empty;
}
