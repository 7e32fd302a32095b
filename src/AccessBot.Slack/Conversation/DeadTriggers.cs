using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Conversation;

/// <summary>That a window can't be opened any more, because the three seconds for it are over: another try would come later still.</summary>
internal static class DeadTriggers
{
    // Slack's guide and its reference spell them differently. https://docs.slack.dev/reference/methods/views.open#errors
    private static readonly HashSet<string> Errors = new(StringComparer.Ordinal)
    {
        "trigger_expired", "expired_trigger_id", "trigger_exchanged", "exchanged_trigger_id", "invalid_trigger_id",
    };

    public static bool Is(SlackApiException e) =>
        Errors.Contains(e.Error)
        || (e.Error is "invalid_arguments" && e.Messages.Any(message => message.Contains("trigger_id", StringComparison.Ordinal)));
}
