using AccessBot.Core.Ports;

namespace AccessBot.Core.UseCases;

/// <summary>Brings every message up to date that is behind, one after the other, longest behind first: for many at once, which a nudge each would be too many for.</summary>
public sealed class AnnounceBehind(IRequestStore store, IAnnouncer announcer, TimeProvider clock)
{
    private const int MostAtALook = 100;

    /// <summary>Goes on until none is behind that can be delivered now.</summary>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        while (await store.BehindAsync(clock.GetUtcNow(), MostAtALook, cancel) is { Count: > 0 } behind)
        {
            foreach (var request in behind)
            {
                await announcer.AnnounceAsync(request, cancel);
            }
        }
    }
}
