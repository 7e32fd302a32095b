using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules.Code;

/// <summary>A request's row as rules see it.</summary>
internal static class RuleRequests
{
    /// <param name="row">The row.</param>
    /// <param name="requester">Who asked.</param>
    /// <param name="state">Where it was in its life by what is told.</param>
    /// <param name="now">The time.</param>
    public static RuleRequest Of(Request row, RulePerson requester, RequestState state, DateTimeOffset now) => new()
    {
        Id = row.Id.ToString(),
        Requester = requester,
        Target = row.Target,
        Role = row.Membership?.Role,
        Privilege = row.IsApprovalOnly ? null : row.Privilege,
        Duration = row.WishAt(now).Duration,
        Until = row.Until,
        Extends = row.Extends?.ToString(),
        Reason = row.Reason,
        Fields = row.Fields,
        State = state,
        RequestedAt = row.RequestedAt,
        EndsAt = row.DueEnd,
        Approvers = [.. row.Decisions.Where(d => d.Approves).OrderBy(d => d.At).Select(d => d.Approver.Value)],
    };
}
