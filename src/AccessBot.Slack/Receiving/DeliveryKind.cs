namespace AccessBot.Slack.Receiving;

/// <summary>How to read a delivery's body. The names are stored; they are never changed.</summary>
public enum DeliveryKind
{
    /// <summary>The form of a slash command, or the JSON that Socket Mode has in its place.</summary>
    Command,

    /// <summary>The JSON of a <c>block_actions</c> payload.</summary>
    BlockActions,

    /// <summary>The JSON of a <c>view_submission</c> payload.</summary>
    ViewSubmission,

    /// <summary>The JSON of an <c>event_callback</c> payload.</summary>
    Event,

    /// <summary>The JSON of a <c>shortcut</c> or <c>message_action</c> payload.</summary>
    Shortcut,
}
