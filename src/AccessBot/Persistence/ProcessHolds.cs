namespace AccessBot.Persistence;

/// <summary>Locks within this process, for SQLite, which lets no second process in.</summary>
internal sealed class ProcessHolds : IHolds
{
    private readonly Dictionary<string, Waiting> held = new(StringComparer.Ordinal);

    public async Task<IAsyncDisposable> HoldAsync(string name, CancellationToken cancel)
    {
        Waiting waiting;
        lock (held)
        {
            if (!held.TryGetValue(name, out waiting!))
            {
                held[name] = waiting = new Waiting();
            }

            waiting.Users++;
        }

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
}
