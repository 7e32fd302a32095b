namespace AccessBot.Sandbox.OneLogin;

/// <summary>A person in the tenant (developers.onelogin.com/api-docs/2/users/user-resource).</summary>
public sealed record OneLoginUser
{
    public required long Id { get; init; }

    public required string Email { get; init; }

    /// <summary>May be null in a real tenant, and is for people who sign in by e-mail.</summary>
    public string? Username { get; init; }

    public required string Firstname { get; init; }

    public required string Lastname { get; init; }

    /// <summary>0 unactivated, 1 active, 2 suspended, 3 locked, 4 password expired, 5 awaiting reset, 7 password pending, 8 security questions required.</summary>
    public int Status { get; init; } = 1;

    /// <summary>0 unapproved, 1 approved, 2 rejected, 3 unlicensed.</summary>
    public int State { get; init; } = 1;

    public long? ManagerUserId { get; init; }

    /// <summary>Send <c>manager_user_id</c> as a JSON string, which real tenants sometimes do (the python SDK was changed to bear it).</summary>
    public bool ManagerUserIdAsText { get; init; }

    public string Name => $"{Firstname} {Lastname}";
}
