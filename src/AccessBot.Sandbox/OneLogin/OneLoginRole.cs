namespace AccessBot.Sandbox.OneLogin;

/// <summary>A role of the tenant. Who is in it is in <see cref="OneLoginTenant.Memberships"/>.</summary>
public sealed record OneLoginRole(long Id, string Name);
