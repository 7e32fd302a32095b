using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Conversation;

/// <summary>Sorts Slack's error codes.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/chat.postMessage#errors, chat.update and conversations.open likewise.</remarks>
internal static class DeliveryFaults
{
    /// <summary>Each code has one answer; README.md has this table.</summary>
    public static IReadOnlyList<DeliveryAnswer> All { get; } =
    [
        new(DeliveryFault.Undeliverable, "the channel takes no messages",
            "The step's other messages stand for it. If there is none, the next step comes at once; if there is no next step, the request is announced in `Slack:AlertsChannel` and operators are told why; without that, it lapses. The requester is told in any case.",
            "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "restricted_action", "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "restricted_action_thread_locked"),
        new(DeliveryFault.Undeliverable, "the person takes none",
            "The same, for somebody who is to decide. If it is the requester, the approvers' message says so; where approvers have none, operators are told.",
            "user_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot", "messages_tab_disabled", "invalid_user_combination", "not_enough_users", "too_many_users"),
        new(DeliveryFault.MessageGone, "the message can't be changed any more", "It is posted anew. A reminder that somebody took away stays away.",
            "message_not_found", "cant_update_message", "edit_window_closed"),
        new(DeliveryFault.Misshapen, "the message is too long or misshapen",
            "It is sent in short: who asks for what, and the buttons. If Slack doesn't take that, either, it counts as a channel or a person that takes none.",
            "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "no_text"),
        new(DeliveryFault.Installation, "the app is at fault, for all messages alike",
            "Operators are told, and it is sent later, at growing intervals of up to five minutes.",
            "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type", "missing_scope", "no_permission",
            "org_login_required", "ekm_access_denied", "enterprise_is_restricted", "team_access_not_granted", "accesslimited", "access_denied", "two_factor_setup_required"),
        new(DeliveryFault.Passing, "not now, HTTP 429 or 5xx, or no answer at all",
            "It is sent later: when Slack says, or at growing intervals of up to five minutes.", [.. SlackHttp.PassingCodes, "message_limit_exceeded"]),
        new(DeliveryFault.Undeliverable, "any other code", "As for a channel or a person that takes none."),
    ];

    private static readonly Dictionary<string, DeliveryFault> ByCode =
        All.SelectMany(answer => answer.Codes.Select(code => (code, answer.Fault))).ToDictionary(pair => pair.code, pair => pair.Fault, StringComparer.Ordinal);

    public static DeliveryFault Of(SlackApiException e) => e.Error switch
    {
        // No code at all: that was a proxy, or the address is wrong.
        ['h', 't', 't', 'p', '_', ..] => DeliveryFault.Installation,

        // account_inactive is the app's own account: one of a person is user_disabled.
        var code => ByCode.GetValueOrDefault(code, DeliveryFault.Undeliverable),
    };
}
