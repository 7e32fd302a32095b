using AccessBot.Core.People;
using AccessBot.Slack.Home;

namespace AccessBot.Tests.Support;

/// <summary>Nobody ever opened their App Home.</summary>
internal sealed class NobodysHomes : IOpenedHomes, IAsyncDisposable
{
    public Task<OpenedHome?> FindAsync(SlackUserId person, CancellationToken cancel) => Task.FromResult<OpenedHome?>(null);

    public Task OpenAsync(SlackUserId person, DateTimeOffset now, CancellationToken cancel) => Task.CompletedTask;

    public Task<bool> AreAnyAsync(DateTimeOffset openedSince, CancellationToken cancel) => Task.FromResult(false);

    public Task MarkAsync(IReadOnlyCollection<SlackUserId>? people, DateTimeOffset now, CancellationToken cancel) => Task.CompletedTask;

    public Task<IReadOnlyList<SlackUserId>> BehindAsync(DateTimeOffset now, DateTimeOffset openedSince, int most, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<SlackUserId>>([]);

    public Task ShownAsync(SlackUserId person, string fingerprint, DateTimeOffset asOf, CancellationToken cancel) => Task.CompletedTask;

    public Task DelayAsync(SlackUserId person, DateTimeOffset next, CancellationToken cancel) => Task.CompletedTask;

    public Task<IReadOnlyList<HomeChange>> ChangesAsync(DateTimeOffset since, int most, CancellationToken cancel) => Task.FromResult<IReadOnlyList<HomeChange>>([]);

    public Task<IAsyncDisposable> HoldAsync(SlackUserId person, CancellationToken cancel) => Task.FromResult<IAsyncDisposable>(this);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
