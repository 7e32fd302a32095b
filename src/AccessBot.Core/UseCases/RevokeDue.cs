using System.Collections.Concurrent;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Takes away all access whose time is over, role by role, the most overdue first.</summary>
/// <remarks>
/// <para>Any number of these may go on at once, in this process and others. In this process each request is worked on once at a
/// time; between processes whoever holds a membership works on it, and the others pass it by.</para>
/// <para>Those that were tried in vain before have places of their own, so that what OneLogin does not let go of never takes the
/// place of what ends now. While OneLogin doesn't answer, only a few are tried, at growing intervals.</para>
/// </remarks>
public sealed partial class RevokeDue(
    IRequestStore store, IRoleDirectory directory, EndGrants grants, TimeProvider clock, ILogger<RevokeDue> logger)
{
    /// <summary>A nudge that comes this much early is waited out rather than sent again: Hangfire's clock counts whole seconds.</summary>
    private static readonly TimeSpan WaitedOut = TimeSpan.FromSeconds(2);

    /// <summary>When more than one call's worth ends in such a while, the first waits for the last: otherwise each would be a call of its own.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    /// <summary>A row that can't be worked on, through a fault of ours or of the database's, is left alone for so long, lest it be tried every second.</summary>
    private static readonly TimeSpan SetAsideFor = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private const int MostAtALook = 10_000;

    /// <summary>So many full calls share their looks at who holds the role.</summary>
    private const int CallsAtATime = 4;

    /// <summary>How much smaller the calls are on every other attempt, so that whoever makes a call fail is not with the same others each time.</summary>
    private const int Smaller = 8;

    private const int PlacesForNew = 4;
    private const int PlacesForOld = 2;

    private readonly SemaphoreSlim forNew = new(PlacesForNew);
    private readonly SemaphoreSlim forOld = new(PlacesForOld);
    private readonly ConcurrentDictionary<RequestId, DateTimeOffset> taken = new();
    private readonly Lock gate = new();
    private int silences;
    private DateTimeOffset silentUntil;

    /// <summary>Looks at what is due and does it; safe at any time and any number of times. Returns when what it found is done or has failed for now.</summary>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        var running = new List<Task>();
        while (true)
        {
            var now = clock.GetUtcNow();
            var due = await store.DueRevocationsAsync(now + WaitedOut, MostAtALook, cancel);
            var together = due.Where(d => d.At > now - Together && d.At <= now + Together).Select(d => d.At).ToList();
            var waits = together.Count > directory.MostPerCall && together.Max() > now;
            running.AddRange(Parts(due.Where(d => d.At <= (waits ? now - Together : now) && Take(d.Request, now))).Select(part => RunAsync(part, cancel)));
            var next = waits ? together.Max() : due.Where(d => d.At > now).Select(d => d.At).DefaultIfEmpty().Min();
            if (next > now)
            {
                await clock.WaitOutAsync(next - now, cancel);
            }
            else if (due.Count == MostAtALook && running.Count > 0)
            {
                await Task.WhenAll(running);
                running.Clear();
            }
            else
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    /// <summary>One role's requests each, in portions that share their looks; the most overdue first, and those that are equally so in any order, so that nodes begin at different ends.</summary>
    private IEnumerable<Part> Parts(IEnumerable<DueRevocation> due) => due
        .GroupBy(d => (d.Membership.Role, d.Membership.Privilege, IsOld: d.Attempts > 0, IsSmall: d.Attempts % 2 == 1))
        .SelectMany(g => Shuffled(g).Chunk(g.Key switch
        {
            { IsSmall: true } => Math.Max(1, directory.MostPerCall / Smaller),
            { IsOld: true } => directory.MostPerCall,
            _ => directory.MostPerCall * CallsAtATime,
        }).Select(chunk => new Part(g.Key.Role, g.Key.Privilege, g.Key.IsOld, chunk)))
        .OrderBy(p => p.Due.Min(d => d.Since));

    private static DueRevocation[] Shuffled(IEnumerable<DueRevocation> due)
    {
        DueRevocation[] all = [.. due];
#pragma warning disable CA5394 // Spreads work; nobody gains by guessing it.
        Random.Shared.Shuffle(all);
#pragma warning restore CA5394
        return all;
    }

    private async Task RunAsync(Part part, CancellationToken cancel)
    {
        var places = part.IsOld ? forOld : forNew;
        try
        {
            await places.WaitAsync(cancel);
            try
            {
                if (!IsSilent())
                {
                    Heard(await EndAsync(part, cancel));
                }
            }
            finally
            {
                places.Release();
            }

            Leave(part.Due);
        }
        catch (StoreUnavailableException)
        {
            // For whoever sent for this to know; the next look finds them again.
            Leave(part.Due);
            throw;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && part.Due.Length > 1)
        {
            // One row that can't be read or changed must not hold up the others: each alone.
            Log.OneByOne(logger, e, part.Due.Length, part.Role);
            await Task.WhenAll(part.Due.Select(due => RunAsync(part with { Due = [due] }, cancel)));
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Log.SetAside(logger, e, part.Due[0].Request, SetAsideFor.TotalSeconds);
            taken[part.Due[0].Request] = clock.GetUtcNow() + SetAsideFor;
        }
        catch
        {
            Leave(part.Due);
            throw;
        }
    }

    /// <returns>Whether OneLogin answers.</returns>
    private async Task<bool> EndAsync(Part part, CancellationToken cancel)
    {
        // Into their end first, whoever holds them: it is due, and shows as such. A grant that was never confirmed may be there
        // and has nobody else to end it: whoever was to confirm it may be dead, or wait for minutes before the next attempt.
        var states = await store.ChangeManyAsync([.. part.Due.Select(d => d.Request)], r =>
        {
            _ = r.Expire(clock.GetUtcNow()) || r.GiveUpAtEnd(clock.GetUtcNow());
            return r.State;
        }, cancel);
        var ending = part.Due.Where(d => states.GetValueOrDefault(d.Request) == RequestState.Revoking).ToList();
        if (ending.Count == 0)
        {
            return true;
        }

        await using var held = await store.TryHoldAsync([.. ending.Select(d => d.Membership).Distinct()], cancel);
        var mine = ending.Where(d => held.Which.Contains(d.Membership)).ToList();
        return mine.Count == 0 || await grants.ExecuteAsync(
            part.Role, part.Privilege, mine.Select(d => d.Request).ToHashSet(), [.. mine.Select(d => d.Membership.User).Distinct()], cancel);
    }

    private bool Take(RequestId request, DateTimeOffset now) =>
        taken.TryAdd(request, DateTimeOffset.MaxValue)
        || (taken.TryGetValue(request, out var until) && until <= now && taken.TryUpdate(request, DateTimeOffset.MaxValue, until));

    private void Leave(IEnumerable<DueRevocation> due)
    {
        foreach (var one in due)
        {
            taken.TryRemove(one.Request, out _);
        }
    }

    private bool IsSilent()
    {
        lock (gate)
        {
            return clock.GetUtcNow() < silentUntil;
        }
    }

    private void Heard(bool answers)
    {
        lock (gate)
        {
            silences = answers ? 0 : silences + 1;
            var wait = answers ? TimeSpan.Zero : Backoff.After(silences);
            silentUntil = clock.GetUtcNow() + (wait < LongestSilence ? wait : LongestSilence);
        }
    }

    /// <summary>Requests of one role that are worked on together.</summary>
    private sealed record Part(long Role, Privilege Privilege, bool IsOld, DueRevocation[] Due);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Count} requests for role {Role} that are to end could not be worked on together, and are one by one")]
        public static partial void OneByOne(ILogger logger, Exception e, int count, long role);

        [LoggerMessage(LogLevel.Error, "Request {Request}, which is to end, could not be worked on; it is tried again in {Seconds} s")]
        public static partial void SetAside(ILogger logger, Exception e, RequestId request, double seconds);
    }
}
