namespace AccessBot.Core.UseCases;

/// <summary>By what access is chosen that is to be ended at once.</summary>
public enum StopKind
{
    /// <summary>By nothing: all of it.</summary>
    Everything,

    /// <summary>One person's, by e-mail address, Slack id or OneLogin id.</summary>
    Person,

    /// <summary>One role's, by OneLogin's id, or a target's key or label.</summary>
    Role,

    /// <summary>One flow's, by key or label.</summary>
    Flow,
}
