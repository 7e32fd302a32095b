namespace AccessBot.Core.Ports;

/// <summary>Somebody who holds a role, as OneLogin lists them ("Get Role Users").</summary>
/// <param name="User">OneLogin user id.</param>
/// <param name="Name">Their name; null if OneLogin gives none. Text from outside.</param>
/// <param name="AddedBy">The name of who added them; null for a mapping, or if OneLogin doesn't say. Text from outside.</param>
/// <param name="AddedAt">When they were added; null if OneLogin doesn't say.</param>
public sealed record RoleMember(long User, string? Name, string? AddedBy, DateTimeOffset? AddedAt);
