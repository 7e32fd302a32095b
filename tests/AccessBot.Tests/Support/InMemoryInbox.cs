using AccessBot.Slack.Receiving;

namespace AccessBot.Tests.Support;

/// <summary>The inbox's contract without a database, with a database's troubles on demand.</summary>
internal sealed class InMemoryInbox(TimeProvider clock) : IInbox
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown by each call, if set.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Each store waits for it first, if set, whatever its caller's patience.</summary>
    public Task? Holding { get; set; }

    /// <summary>What came to be stored, whether it was or not.</summary>
    public List<Delivery> Offered { get; } = [];

    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (_gate)
                return [.. _rows.Values];
        }
    }

    public async Task<bool> StoreAsync(Delivery delivery, CancellationToken cancel)
    {
        lock (_gate)
            Offered.Add(delivery);

        if (Holding is not null)
            await Holding;

        return Change(() => _rows.TryAdd(delivery.Key, new Row(delivery, DueAt: delivery.ReceivedAt)));
    }

    public Task<Delivery?> ClaimAsync(string key, CancellationToken cancel) => Task.FromResult(Change(() =>
        _rows.TryGetValue(key, out var row) && IsClaimable(row) ? Claim(row) : null));

    public Task<IReadOnlyList<Delivery>> ClaimDueAsync(int most, CancellationToken cancel) => Task.FromResult(Change(() =>
        (IReadOnlyList<Delivery>)[.. _rows.Values.Where(IsClaimable).OrderBy(row => row.DueAt).Take(most).ToList().Select(Claim)]));

    public Task KeepAsync(Delivery claimed, CancellationToken cancel)
    {
        Change(() => _rows[claimed.Key] is { ClaimedUntil: { } until } row && row.Delivery.Attempts == claimed.Attempts && until > clock.GetUtcNow()
            ? _rows[claimed.Key] = row with { ClaimedUntil = clock.GetUtcNow() + IInbox.ClaimLapse }
            : null);
        return Task.CompletedTask;
    }

    public Task CompleteAsync(string key, CancellationToken cancel)
    {
        Change(() => _rows[key] = _rows[key] with { IsDone = true });
        return Task.CompletedTask;
    }

    public Task PostponeAsync(string key, DateTimeOffset when, string problem, CancellationToken cancel)
    {
        Change(() => _rows[key] = _rows[key] with { ClaimedUntil = null, DueAt = when, Problem = problem });
        return Task.CompletedTask;
    }

    /// <summary>Until the rows are so.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<Row>, bool> so)
    {
        while (true)
        {
            Task change;
            lock (_gate)
                change = _change.Task;

            if (so(Rows))
                return;

            await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private bool IsClaimable(Row row) =>
        !row.IsDone && row.DueAt <= clock.GetUtcNow() && (row.ClaimedUntil is null || row.ClaimedUntil <= clock.GetUtcNow());

    private Delivery Claim(Row row)
    {
        var claimed = row.Delivery with { Attempts = row.Delivery.Attempts + 1 };
        _rows[claimed.Key] = row with { Delivery = claimed, ClaimedUntil = clock.GetUtcNow() + IInbox.ClaimLapse };
        return claimed;
    }

    private T Change<T>(Func<T> change)
    {
        if (Trouble is not null)
            throw Trouble;

        lock (_gate)
        {
            var result = change();
            _change.TrySetResult();
            _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return result;
        }
    }

    internal sealed record Row(
        Delivery Delivery, DateTimeOffset DueAt, DateTimeOffset? ClaimedUntil = null, bool IsDone = false, string? Problem = null);
}
