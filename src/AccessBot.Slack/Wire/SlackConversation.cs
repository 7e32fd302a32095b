namespace AccessBot.Slack.Wire;

/// <summary>A channel as Slack has it.</summary>
/// <remarks>https://docs.slack.dev/reference/objects/conversation-object</remarks>
/// <param name="IsExtShared">People of another organisation are in it.</param>
internal sealed record SlackConversation(string Id, string? Name, bool IsMember, bool IsArchived, bool IsPrivate, bool IsExtShared);
