using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Conversation;

/// <summary>What to make of a message that Slack refuses.</summary>
internal enum DeliveryFault
{
    /// <summary>The message is gone or can't be changed any more: it is posted anew.</summary>
    MessageGone,

    /// <summary>The app's installation is at fault, for all messages alike. It works again when an operator mends it.</summary>
    Installation,

    /// <summary>This message can't be delivered there, now or later.</summary>
    Undeliverable,
}

/// <summary>Sorts Slack's error codes.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/chat.postMessage#errors, chat.update and conversations.open likewise.</remarks>
internal static class DeliveryFaults
{
    private static readonly HashSet<string> Gone = new(StringComparer.Ordinal)
    {
        "message_not_found", "cant_update_message", "edit_window_closed",
    };

    // account_inactive is the app's own account: one of a person is user_disabled.
    private static readonly HashSet<string> OfInstallation = new(StringComparer.Ordinal)
    {
        "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope", "no_permission",
        "org_login_required", "ekm_access_denied", "enterprise_is_restricted", "team_access_not_granted", "accesslimited", "access_denied",
        "two_factor_setup_required", "ratelimited", "rate_limited", "message_limit_exceeded",
    };

    public static DeliveryFault Of(SlackApiException e) => e.Error switch
    {
        var code when Gone.Contains(code) => DeliveryFault.MessageGone,
        var code when OfInstallation.Contains(code) => DeliveryFault.Installation,
        // No code at all: that was a proxy, or the address is wrong.
        ['h', 't', 't', 'p', '_', ..] => DeliveryFault.Installation,
        _ => DeliveryFault.Undeliverable,
    };
}
