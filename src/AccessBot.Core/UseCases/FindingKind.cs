namespace AccessBot.Core.UseCases;

/// <summary>What rows and OneLogin can disagree about.</summary>
public enum FindingKind
{
    /// <summary>Granted, and removed in OneLogin by somebody else.</summary>
    Lost,

    /// <summary>So many granted ones are missing at once that nothing was closed.</summary>
    LostTogether,

    /// <summary>There again after AccessBot took it away, and not by AccessBot: a mapping, or by hand.</summary>
    CameBack,

    /// <summary>OneLogin holds what a row says was not given yet, as after the restore of an old backup.</summary>
    OlderThanOneLogin,

    /// <summary>Given by somebody at a time of which AccessBot has no record: by others while it was down, or by AccessBot before an old backup was restored.</summary>
    AddedInGap,

    /// <summary>Given by others. AccessBot leaves it alone.</summary>
    Theirs,

    /// <summary>The access rules, or an open request, name a role that OneLogin does not have.</summary>
    RoleMissing,
}
