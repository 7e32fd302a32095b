using System.Collections.Concurrent;

namespace AccessBot.OneLogin;

/// <summary>The places of one process: whoever is ahead gets the next that is given back, then whoever waits longest.</summary>
internal sealed class ProcessPlaces(TimeProvider clock) : ICallPlaces
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> ahead = new();
    private readonly LinkedList<TaskCompletionSource> others = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> pauses = new(StringComparer.Ordinal);
    private int free = ICallPlaces.AtOnce;

    public async Task<(IAsyncDisposable? Place, TimeSpan Pause)> TakeAsync(bool ahead, string api, CancellationToken cancel)
    {
        if (PauseOf(api) is var before && before > TimeSpan.Zero)
        {
            return (null, before);
        }

        var place = await TakeAsync(ahead, cancel);
        if (PauseOf(api) is var meanwhile && meanwhile > TimeSpan.Zero)
        {
            await place.DisposeAsync();
            return (null, meanwhile);
        }

        return (place, TimeSpan.Zero);
    }

    public Task PauseAsync(string api, TimeSpan time, CancellationToken cancel)
    {
        var until = clock.GetUtcNow() + time;
        pauses.AddOrUpdate(api, until, (_, other) => other > until ? other : until);
        return Task.CompletedTask;
    }

    /// <summary>Waits for a place, whatever is paused.</summary>
    public async Task<IAsyncDisposable> TakeAsync(bool goesAhead, CancellationToken cancel)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return new Place(this);
            }

            turn = (goesAhead ? ahead : others).AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using (cancel.Register(() => Leave(turn, cancel)))
        {
            await turn.Value.Task;
        }

        return new Place(this);
    }

    private TimeSpan PauseOf(string api) => pauses.TryGetValue(api, out var until) ? until - clock.GetUtcNow() : TimeSpan.Zero;

    private void Leave(LinkedListNode<TaskCompletionSource> turn, CancellationToken cancel)
    {
        lock (gate)
        {
            if (turn.List is { } queue)
            {
                queue.Remove(turn);
                turn.Value.SetCanceled(cancel);
            }
        }
    }

    private void GiveBack()
    {
        lock (gate)
        {
            var queue = ahead.Count > 0 ? ahead : others;
            if (queue.First is { } next)
            {
                queue.Remove(next);
                next.Value.SetResult();
            }
            else
            {
                free++;
            }
        }
    }

    private sealed class Place(ProcessPlaces places) : IAsyncDisposable
    {
        private int given;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                places.GiveBack();
            }

            return ValueTask.CompletedTask;
        }
    }
}
