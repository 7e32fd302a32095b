using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>Reminds a holder that their access ends soon: once, and never after it has.</summary>
public sealed class RemindOfEnd(IRequestStore store, IJobQueue queue, TimeProvider clock)
{
    /// <summary>A nudge may come a little early; one that comes earlier than this is of an end that was moved.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(5);

    /// <summary>Looks at the request and does what is due; safe at any time and any number of times.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { State: RequestState.Granted, EndReminderAt: { } due })
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (due > now)
        {
            if (due - now <= Early)
            {
                queue.NudgeAt(Errand.RemindOfEnd, id, due);
            }

            return;
        }

        if (await store.ChangeAsync(id, row => Task.FromResult(row.RemindOfEnd(clock.GetUtcNow())), cancel))
        {
            queue.Nudge(Errand.Announce, id);
        }
    }
}
