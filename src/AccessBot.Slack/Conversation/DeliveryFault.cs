namespace AccessBot.Slack.Conversation;

/// <summary>What to make of a message that Slack refuses.</summary>
internal enum DeliveryFault
{
    /// <summary>The message is gone or can't be changed any more: it is posted anew.</summary>
    MessageGone,

    /// <summary>Slack doesn't like what it looks like: it is sent in short.</summary>
    Misshapen,

    /// <summary>The app's installation is at fault, for all messages alike. It works again when an operator mends it.</summary>
    Installation,

    /// <summary>Not now: it is sent later.</summary>
    Passing,

    /// <summary>This message can't be delivered there, now or later.</summary>
    Undeliverable,
}
