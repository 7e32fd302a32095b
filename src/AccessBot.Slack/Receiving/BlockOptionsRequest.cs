using AccessBot.Core.People;

namespace AccessBot.Slack.Receiving;

/// <summary>Somebody types in a menu whose options come from here (<c>block_suggestion</c>).</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload</remarks>
/// <param name="Origin">The workspace it came from.</param>
/// <param name="User">Who types.</param>
/// <param name="ActionId">Which menu.</param>
/// <param name="BlockId">The block it stands in.</param>
/// <param name="Query">What is typed so far; may be empty.</param>
/// <param name="View">The view with the menu; absent in a message.</param>
internal sealed record BlockOptionsRequest(
    SlackOrigin Origin, SlackUserId User, string ActionId, string? BlockId, string Query, ViewPayload? View) : SlackPayload(Origin);
