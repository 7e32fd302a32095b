namespace AccessBot.OneLogin;

/// <summary>A role as OneLogin lists it.</summary>
internal sealed record ListedRole(long Id, string Name);
