namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A button's colour; null for neither.</summary>
internal enum ButtonStyle
{
    /// <summary>Green.</summary>
    Primary,

    /// <summary>Red.</summary>
    Danger,
}
