using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>Reminds a holder that their access ends soon: once, and never after it has.</summary>
public sealed class RemindOfEnd(IRequestStore store, IJobQueue queue, TimeProvider clock)
{
    /// <summary>Looks at the request and does what is due; safe at any time and any number of times.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is { State: RequestState.Granted, EndReminderAt: { } due }
            && !queue.IsEarly(Errand.RemindOfEnd, id, due, clock.GetUtcNow())
            && await store.ChangeAsync(id, row => Task.FromResult(row.RemindOfEnd(clock.GetUtcNow())), cancel))
        {
            queue.Nudge(Errand.Announce, id);
        }
    }
}
