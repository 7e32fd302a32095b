namespace AccessBot.Core.Rules.Code;

/// <summary>A OneLogin user ("Get User").</summary>
/// <param name="Id">Their numeric id.</param>
/// <param name="Email">Their address; null if OneLogin has none.</param>
/// <param name="IsActive">Whether they can log in: status 1 (active) and state 1 (approved).</param>
public sealed record RuleOneLoginUser(long Id, string? Email, bool IsActive)
{
    /// <summary>First and last name; text from outside. Empty if OneLogin has neither.</summary>
    public string Name { get; init; } = "";

    /// <summary>The ids of the roles that they are a member of.</summary>
    public IReadOnlySet<long> Roles { get; init; } = new HashSet<long>();

    /// <summary>The manager's OneLogin user id; null if OneLogin has none.</summary>
    public long? Manager { get; init; }
}
