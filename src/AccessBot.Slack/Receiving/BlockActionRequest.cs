using AccessBot.Core.People;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Receiving;

/// <summary>Somebody clicked a button or chose an option, in a message or in a view.</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads/block_actions-payload</remarks>
/// <param name="Origin">The workspace it came from.</param>
/// <param name="User">Who clicked. Everybody who sees a message can, people of other organisations included.</param>
/// <param name="UserTeamId">That person's own workspace.</param>
/// <param name="ActionId">Which button or menu.</param>
/// <param name="BlockId">The block it stands in.</param>
/// <param name="Value">The button's value, or that of the chosen option; null if it has none. It is a claim.</param>
internal sealed record BlockActionRequest(
    SlackOrigin Origin, SlackUserId User, string? UserTeamId, string ActionId, string? BlockId, string? Value)
    : Interaction(Origin, User, UserTeamId)
{
    /// <summary>Slack's time of the click, as its text.</summary>
    public string? ActionTs { get; init; }

    /// <summary>The channel of the click; absent in a view.</summary>
    public string? ChannelId { get; init; }

    /// <summary>The message with the button; absent in a view.</summary>
    public MessagePlace? Message { get; init; }

    /// <summary>Whether only this person sees the message.</summary>
    public bool IsEphemeral { get; init; }

    /// <summary>The view with the button; absent in a message.</summary>
    public ViewPayload? View { get; init; }
}
