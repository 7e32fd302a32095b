using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>One person's place in one role, which is held or not.</summary>
internal readonly record struct Place(long User, long Role, RolePrivilege Privilege)
{
    public static Place Of(MembershipSpan span) => new(span.UserId, span.RoleId, span.Privilege);

    public static Place Of(MembershipChange change) => new(change.UserId, change.RoleId, change.Privilege);

    public override string ToString() => $"user {User} as {Privilege} of role {Role}";
}
