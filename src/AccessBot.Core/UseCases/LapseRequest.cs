using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>Closes a request that nobody decided in time, and one for more time of a grant that has ended.</summary>
public sealed class LapseRequest(IRequestStore store, IJobQueue queue, TimeProvider clock)
{
    /// <summary>Looks at the request, and closes it if its time is over.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { State: RequestState.Requested } seen)
        {
            return;
        }

        if (seen.Extends is { } granted && (await store.FindAsync(granted, cancel))?.WhyNotExtend(clock.GetUtcNow()) is not null)
        {
            if (await store.ChangeAsync(id, request => Task.FromResult(request.LapseWithGrant(clock.GetUtcNow())), cancel))
            {
                queue.Nudge(Errand.Announce, id);
            }

            return;
        }

        if (seen.LapsesAt > clock.GetUtcNow())
        {
            queue.NudgeAt(Errand.Lapse, id, seen.LapsesAt);
            return;
        }

        if (await store.ChangeAsync(id, request => Task.FromResult(request.Lapse(clock.GetUtcNow())), cancel))
        {
            queue.Nudge(Errand.Announce, id);
        }
    }
}
