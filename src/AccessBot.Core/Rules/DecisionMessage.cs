namespace AccessBot.Core.Rules;

/// <summary>Whether approvers say why they decide as they do.</summary>
public enum DecisionMessage
{
    /// <summary>They are not asked.</summary>
    Off,

    /// <summary>They may.</summary>
    Optional,

    /// <summary>They must.</summary>
    Required,
}
