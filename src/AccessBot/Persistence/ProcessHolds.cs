namespace AccessBot.Persistence;

/// <summary>Locks within this process, for SQLite, which lets no second process in.</summary>
internal sealed class ProcessHolds : IHolds
{
    private readonly Dictionary<string, Waiting> held = new(StringComparer.Ordinal);

    public async Task<IAsyncDisposable> HoldAsync(string name, CancellationToken cancel)
    {
        var waiting = Enter(name);
        try
        {
            await waiting.Turn.WaitAsync(cancel);
        }
        catch
        {
            Leave(name, waiting);
            throw;
        }

        return new Hold(this, name, waiting);
    }

    public Task<(IReadOnlySet<string> Names, IAsyncDisposable Hold)> TryHoldAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        var got = new Dictionary<string, Hold>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var waiting = Enter(name);
            if (waiting.Turn.Wait(TimeSpan.Zero, cancel))
            {
                got[name] = new Hold(this, name, waiting);
            }
            else
            {
                Leave(name, waiting);
            }
        }

        return Task.FromResult<(IReadOnlySet<string>, IAsyncDisposable)>((got.Keys.ToHashSet(StringComparer.Ordinal), new Holds([.. got.Values])));
    }

    private Waiting Enter(string name)
    {
        lock (held)
        {
            if (!held.TryGetValue(name, out var waiting))
            {
                held[name] = waiting = new Waiting();
            }

            waiting.Users++;
            return waiting;
        }
    }

    private void Leave(string name, Waiting waiting)
    {
        lock (held)
        {
            if (--waiting.Users == 0)
            {
                held.Remove(name);
                waiting.Turn.Dispose();
            }
        }
    }

    private sealed class Waiting
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Hold(ProcessHolds holds, string name, Waiting waiting) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            waiting.Turn.Release();
            holds.Leave(name, waiting);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Holds(IReadOnlyList<Hold> all) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var hold in all)
            {
                await hold.DisposeAsync();
            }
        }
    }
}
