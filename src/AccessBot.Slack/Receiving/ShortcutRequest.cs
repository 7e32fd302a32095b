using AccessBot.Core.People;

namespace AccessBot.Slack.Receiving;

/// <summary>Somebody used a shortcut: from anywhere (<c>shortcut</c>), or in the menu of a message (<c>message_action</c>).</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload</remarks>
/// <param name="Origin">The workspace it came from.</param>
/// <param name="User">Who used it.</param>
/// <param name="UserTeamId">That person's own workspace.</param>
/// <param name="CallbackId">Which shortcut.</param>
internal sealed record ShortcutRequest(SlackOrigin Origin, SlackUserId User, string? UserTeamId, string CallbackId)
    : Interaction(Origin, User, UserTeamId)
{
    /// <summary>Slack's time of the deed, as its text.</summary>
    public string? ActionTs { get; init; }

    /// <summary>The message in whose menu it was; null for one that is used from anywhere, which has no response_url either.</summary>
    public MessageAbout? Message { get; init; }
}
