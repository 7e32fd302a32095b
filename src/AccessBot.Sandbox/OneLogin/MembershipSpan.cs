namespace AccessBot.Sandbox.OneLogin;

/// <summary>One stretch of time in which a person held a role; <see cref="To"/> is null while they still do.</summary>
public sealed record MembershipSpan(long RoleId, long UserId, RolePrivilege Privilege, MembershipSource Source, DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>The owner of the API's credential, or who did it by hand; null for a mapping.</summary>
    public OneLoginActor? AddedBy { get; init; }

    /// <summary>When the API's readers begin to see it: later than <see cref="From"/> where the tenant is slow to show writes.</summary>
    internal DateTimeOffset VisibleFrom { get; init; } = From;

    internal DateTimeOffset? VisibleTo { get; init; }

    public bool Covers(DateTimeOffset at) => From <= at && (To is null || at < To);

    internal bool IsVisibleAt(DateTimeOffset at) => VisibleFrom <= at && (VisibleTo is null || at < VisibleTo);
}
