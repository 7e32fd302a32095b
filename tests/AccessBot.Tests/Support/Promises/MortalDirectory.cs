using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support.Promises;

/// <summary>The real OneLogin client, of a process that can be killed at each call.</summary>
internal sealed class MortalDirectory(IRoleDirectory directory, Mortality life) : IRoleDirectory
{
    public Task<IReadOnlyList<DirectoryUser>> FindByEmailAsync(string email, CancellationToken cancel) =>
        life.CallAsync(() => directory.FindByEmailAsync(email, cancel));

    public Task<DirectoryUser?> ReadUserAsync(long user, CancellationToken cancel) => life.CallAsync(() => directory.ReadUserAsync(user, cancel));

    public Task<string?> RoleNameAsync(long role, CancellationToken cancel) => life.CallAsync(() => directory.RoleNameAsync(role, cancel));

    public Task<bool> HoldsAsync(Membership membership, CancellationToken cancel) => life.CallAsync(() => directory.HoldsAsync(membership, cancel));

    public Task<Addition> AddAsync(Membership membership, CancellationToken cancel) => life.CallAsync(() => directory.AddAsync(membership, cancel));

    public int MostPerCall => directory.MostPerCall;

    public Task<IReadOnlySet<long>> HoldersAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) =>
        life.CallAsync(() => directory.HoldersAsync(role, privilege, users, cancel));

    public Task<string?> RemoveAsync(long role, Privilege privilege, IReadOnlyList<long> users, CancellationToken cancel) =>
        life.CallAsync(() => directory.RemoveAsync(role, privilege, users, cancel));

    public Task<RoleReading> ReadRoleAsync(long role, Privilege privilege, Func<IReadOnlyList<RoleMember>, Task> visit, CancellationToken cancel) =>
        life.CallAsync(() => directory.ReadRoleAsync(role, privilege, visit, cancel));

    public Task EndSessionsAsync(long user, CancellationToken cancel) => life.CallAsync(() => directory.EndSessionsAsync(user, cancel));
}
