using AccessBot.Core.People;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>A request that isn't closed, as far as a list of many needs it.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Requester">Who asked, in Slack.</param>
/// <param name="RequesterName">What they were called then; text from outside.</param>
/// <param name="OneLoginUser">Who asked, in OneLogin.</param>
/// <param name="TargetLabel">What for.</param>
/// <param name="FlowLabel">In which flow.</param>
/// <param name="EndsAt">When its access ends by itself.</param>
/// <param name="Problem">What went wrong last; null if nothing did.</param>
public sealed record OpenRequest(
    RequestId Id, RequestState State, SlackUserId Requester, string RequesterName, long OneLoginUser,
    string TargetLabel, string FlowLabel, DateTimeOffset? EndsAt, string? Problem)
{
    /// <summary>Whether its row could be read; if not, all but <see cref="Id"/> and <see cref="Problem"/> is made up.</summary>
    public bool IsReadable { get; private init; } = true;

    /// <summary>A row that can't be read: it stands in lists all the same, so that nobody believes that there is no such request.</summary>
    public static OpenRequest Unreadable(RequestId id, string why) =>
        new(id, RequestState.Approved, default, $"request {id}", 0, "not readable", "not readable", EndsAt: null, why) { IsReadable = false };
}
