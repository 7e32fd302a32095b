namespace AccessBot.Core.Rules.Code;

/// <summary>What a rule is told of after it was saved. The names are stored in audit entries: they are never renamed.</summary>
internal enum ToldStep
{
    /// <summary><see cref="AccessRule.AfterSubmitAsync"/>.</summary>
    AfterSubmit,

    /// <summary><see cref="AccessRule.AfterApproveAsync"/>.</summary>
    AfterApprove,

    /// <summary><see cref="AccessRule.AfterDenyAsync"/>.</summary>
    AfterDeny,

    /// <summary><see cref="AccessRule.AfterCancelAsync"/>.</summary>
    AfterCancel,

    /// <summary><see cref="AccessRule.AfterGrantAsync"/>.</summary>
    AfterGrant,

    /// <summary><see cref="AccessRule.AfterExtendAsync"/>.</summary>
    AfterExtend,

    /// <summary><see cref="AccessRule.BeforeRevokeAsync"/>.</summary>
    BeforeRevoke,

    /// <summary><see cref="AccessRule.AfterRevokeAsync"/>.</summary>
    AfterRevoke,

    /// <summary><see cref="AccessRule.AfterLapseAsync"/>.</summary>
    AfterLapse,
}
