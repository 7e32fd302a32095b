namespace AccessBot.Slack.Wire;

/// <summary>When a call may be tried again.</summary>
internal enum SlackRepeat
{
    /// <summary>Reading, or setting something to what it is set to anyway.</summary>
    Freely,

    /// <summary>Only if Slack has surely not done it: a second message is worse than a late one.</summary>
    WhenNotDone,

    /// <summary>It works once, now.</summary>
    Never,
}
