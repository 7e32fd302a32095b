namespace AccessBot.Setup;

/// <summary>Who approves in rules to begin with.</summary>
internal enum ApproverChoice
{
    Admins,

    /// <summary>A user group of Slack's.</summary>
    Group,

    /// <summary>The members of a role in OneLogin.</summary>
    Role,

    /// <summary>The requester's, as OneLogin has it.</summary>
    Manager,
}
