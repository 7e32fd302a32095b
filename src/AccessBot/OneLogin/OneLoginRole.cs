namespace AccessBot.OneLogin;

/// <summary>A role as OneLogin lists it.</summary>
internal sealed record OneLoginRole(long Id, string Name);
