using AccessBot.Core.People;

namespace AccessBot.Slack.Receiving;

/// <summary>Somebody sent a modal off.</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission</remarks>
/// <param name="Origin">The workspace it came from.</param>
/// <param name="User">Who sent it.</param>
/// <param name="UserTeamId">That person's own workspace.</param>
/// <param name="View">The modal and what is filled in.</param>
internal sealed record ViewSubmission(SlackOrigin Origin, SlackUserId User, string? UserTeamId, ViewPayload View)
    : Interaction(Origin, User, UserTeamId)
{
    /// <summary>Names the submission by its view, which is closed by one that is taken.</summary>
    public string Key => $"view:{View.Id}";
}
