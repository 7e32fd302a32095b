using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>OneLogin, with users as they were a moment ago, each asked for once, whoever wants to know. Memberships are asked for anew.</summary>
internal sealed class KnownUsers(IRoleDirectory oneLogin, TimeProvider clock) : IRoleDirectory
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly FreshAnswers<long, DirectoryUser?> users = new(Glances.FreshFor, Longest, clock, async (user, cancel) =>
    {
        try
        {
            return await oneLogin.ReadUserAsync(user, cancel);
        }
        catch (OperationCanceledException e) when (cancel.IsCancellationRequested)
        {
            throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin does not answer within {Longest.TotalSeconds:0} seconds.", inner: e);
        }
    });

    public int MostPerCall => oneLogin.MostPerCall;

    public Task<DirectoryUser?> ReadUserAsync(long user, CancellationToken cancel) => users.GetAsync(user, cancel);

    public Task<IReadOnlyList<DirectoryUser>> FindByEmailAsync(string email, CancellationToken cancel) => oneLogin.FindByEmailAsync(email, cancel);

    public Task<string?> RoleNameAsync(long role, CancellationToken cancel) => oneLogin.RoleNameAsync(role, cancel);

    public Task<bool> HoldsAsync(Membership membership, CancellationToken cancel) => oneLogin.HoldsAsync(membership, cancel);

    public Task<Addition> AddAsync(Membership membership, CancellationToken cancel) => oneLogin.AddAsync(membership, cancel);

    public Task<IReadOnlySet<long>> HoldersAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) =>
        oneLogin.HoldersAsync(role, privilege, users, cancel);

    public Task<string?> RemoveAsync(long role, Privilege privilege, IReadOnlyList<long> users, CancellationToken cancel) =>
        oneLogin.RemoveAsync(role, privilege, users, cancel);

    public Task<RoleReading> ReadRoleAsync(long role, Privilege privilege, Func<IReadOnlyList<RoleMember>, Task> visit, CancellationToken cancel) =>
        oneLogin.ReadRoleAsync(role, privilege, visit, cancel);

    public Task EndSessionsAsync(long user, CancellationToken cancel) => oneLogin.EndSessionsAsync(user, cancel);
}
