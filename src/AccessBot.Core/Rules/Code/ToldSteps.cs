using AccessBot.Core.Audit;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules.Code;

/// <summary>What rules are told of, by the audit entries of a request's stream, which are the list of what happened to it.</summary>
internal static class ToldSteps
{
    private static readonly string Revoking = nameof(RequestState.Revoking);

    /// <summary>Whether there may be something in this entry that rules are told of.</summary>
    public static bool MayHave(AuditEntry entry) => entry.Action == AuditAction.Voted || Of(entry, next: null).Count > 0;

    /// <summary>What rules are told of by an entry, in this order; most entries are for people and auditors only.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="next">The entry after it; null if there is none yet.</param>
    public static IReadOnlyList<ToldStep> Of(AuditEntry entry, AuditEntry? next) => entry.Action switch
    {
        AuditAction.Submitted => [ToldStep.AfterSubmit],

        // The vote that is enough is told by what it leads to, which is saved with it: it is approved by then.
        AuditAction.Voted => next is { Action: AuditAction.Approved } ? [] : [ToldStep.AfterApprove],
        AuditAction.Approved => [ToldStep.AfterApprove],

        // While OneLogin was being told, a denial has something to take back.
        AuditAction.Denied => entry.After == Revoking ? [ToldStep.AfterDeny, ToldStep.BeforeRevoke] : [ToldStep.AfterDeny],
        AuditAction.Cancelled => [ToldStep.AfterCancel],
        AuditAction.Lapsed => [ToldStep.AfterLapse],
        AuditAction.Granted => [ToldStep.AfterGrant],
        AuditAction.Extended => [ToldStep.AfterExtend],
        AuditAction.GivenUp or AuditAction.EndDue or AuditAction.FoundGone => [ToldStep.BeforeRevoke],
        AuditAction.Ended => [ToldStep.AfterRevoke],
        _ => [],
    };

    /// <summary>Tells one rule of one step.</summary>
    public static ValueTask TellAsync(this ToldStep step, AccessRule rule, RuleContext context, CancellationToken cancel) => step switch
    {
        ToldStep.AfterSubmit => rule.AfterSubmitAsync(context, cancel),
        ToldStep.AfterApprove => rule.AfterApproveAsync(context, cancel),
        ToldStep.AfterDeny => rule.AfterDenyAsync(context, cancel),
        ToldStep.AfterCancel => rule.AfterCancelAsync(context, cancel),
        ToldStep.AfterGrant => rule.AfterGrantAsync(context, cancel),
        ToldStep.AfterExtend => rule.AfterExtendAsync(context, cancel),
        ToldStep.BeforeRevoke => rule.BeforeRevokeAsync(context, cancel),
        ToldStep.AfterRevoke => rule.AfterRevokeAsync(context, cancel),
        ToldStep.AfterLapse => rule.AfterLapseAsync(context, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "There is no such step."),
    };
}
