namespace AccessBot.Slack.Conversation.Commands;

/// <summary>What somebody's words fill the form with.</summary>
/// <param name="Prefill">What stands in the form at first.</param>
/// <param name="Note">What stands above it, where the words can't be taken as they are; null for nothing.</param>
internal sealed record AskReading(Prefill Prefill, string? Note = null);
