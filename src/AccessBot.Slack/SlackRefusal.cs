namespace AccessBot.Slack;

/// <summary>Why the process ends, if it does because Slack won't have it with these settings.</summary>
public sealed class SlackRefusal
{
    /// <summary>A sentence for an operator that begins with the setting's key; null if that is not why.</summary>
    public string? Sentence { get; internal set; }
}
