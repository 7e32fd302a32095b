using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support;

/// <summary>For hosts without a database: no access is late there.</summary>
internal sealed class NothingOverdue : IOverdueRequests
{
    public Task<IReadOnlyList<Overdue>> CountAsync(DateTimeOffset now, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Overdue>>([]);

    public Task<IReadOnlyList<Request>> FirstAsync(Trouble? trouble, long? role, DateTimeOffset now, int most, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Request>>([]);

    public Task<IReadOnlyList<RequestId>> UntriedAsync(DateTimeOffset now, DateTimeOffset said, int most, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<RequestId>>([]);

    public Task<int> LiveGrantsAsync(CancellationToken cancel) => Task.FromResult(0);
}
