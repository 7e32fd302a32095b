using AccessBot.Core.People;

namespace AccessBot.Slack.Receiving;

/// <summary>Something that a person did in Slack, which is acknowledged, stored and then worked off.</summary>
/// <param name="Origin">The workspace it came from.</param>
/// <param name="User">Who did it, says Slack.</param>
/// <param name="UserTeamId">That person's own workspace: in a channel shared with another organisation not always ours.</param>
internal abstract record Interaction(SlackOrigin Origin, SlackUserId User, string? UserTeamId) : SlackPayload(Origin)
{
    /// <summary>Where an answer can be sent for 30 minutes; absent for what is done in a view.</summary>
    public Uri? ResponseUrl { get; init; }

    /// <summary>Opens one modal, within 3 seconds of the deed.</summary>
    public string? TriggerId { get; init; }
}
