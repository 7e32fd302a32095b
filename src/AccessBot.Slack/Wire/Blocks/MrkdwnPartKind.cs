namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Whose text it is.</summary>
internal enum MrkdwnPartKind
{
    /// <summary>This program's; sent as it is.</summary>
    Markup,

    /// <summary>Somebody's, on one line; escaped.</summary>
    Words,

    /// <summary>Somebody's lines; escaped and each marked as a quotation.</summary>
    Quotation,
}
