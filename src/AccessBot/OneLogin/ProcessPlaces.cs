using System.Collections.Concurrent;

namespace AccessBot.OneLogin;

/// <summary>The places of one process: the next that is given back goes to the first in rank, and among equals to whoever waits longest.</summary>
internal sealed class ProcessPlaces(TimeProvider clock) : ICallPlaces
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource>[] waiting = [.. Enum.GetValues<CallRank>().Select(_ => new LinkedList<TaskCompletionSource>())];
    private readonly ConcurrentDictionary<string, DateTimeOffset> pauses = new(StringComparer.Ordinal);
    private int free = ICallPlaces.AtOnce;
    private int freeForLast = ICallPlaces.LastAtOnce;

    public async Task<(IAsyncDisposable? Place, TimeSpan Pause)> TakeAsync(CallRank rank, string api, CancellationToken cancel)
    {
        if (PauseOf(api) is var before && before > TimeSpan.Zero)
        {
            return (null, before);
        }

        var place = await TakeAsync(rank, cancel);
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
    public async Task<IAsyncDisposable> TakeAsync(CallRank rank, CancellationToken cancel)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (gate)
        {
            if (free > 0 && MayHave(rank))
            {
                free--;
                Take(rank);
                return new Place(this, rank);
            }

            turn = waiting[(int)rank].AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using (cancel.Register(() => Leave(turn, cancel)))
        {
            await turn.Value.Task;
        }

        return new Place(this, rank);
    }

    private bool MayHave(CallRank rank) => rank != CallRank.Last || freeForLast > 0;

    private void Take(CallRank rank) => freeForLast -= rank == CallRank.Last ? 1 : 0;

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

    private void GiveBack(CallRank rank)
    {
        lock (gate)
        {
            freeForLast += rank == CallRank.Last ? 1 : 0;
            foreach (var first in Enum.GetValues<CallRank>().Where(MayHave))
            {
                if (waiting[(int)first].First is { } next)
                {
                    waiting[(int)first].Remove(next);
                    Take(first);
                    next.Value.SetResult();
                    return;
                }
            }

            free++;
        }
    }

    private sealed class Place(ProcessPlaces places, CallRank rank) : IAsyncDisposable
    {
        private int given;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                places.GiveBack(rank);
            }

            return ValueTask.CompletedTask;
        }
    }
}
