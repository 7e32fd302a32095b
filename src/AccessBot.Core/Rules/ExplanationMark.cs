namespace AccessBot.Core.Rules;

/// <summary>What a line of an explanation says of the wish.</summary>
public enum ExplanationMark
{
    /// <summary>This speaks for it.</summary>
    Good,

    /// <summary>This refuses it.</summary>
    Bad,

    /// <summary>This is still to be written, or to be decided by somebody.</summary>
    Open,

    /// <summary>What comes of it all.</summary>
    Outcome,
}
