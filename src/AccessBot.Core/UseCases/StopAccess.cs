using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Ends all access that matches, at once, and tells what came of it.</summary>
/// <remarks>
/// It marks the rows; OneLogin is told by <see cref="RevokeAccess"/>, as at any other end. Doing it twice is harmless: what is
/// ending already is left alone, and what is open by then is ended.
/// </remarks>
public sealed partial class StopAccess(
    RulesInForce rules, IRequestStore store, IJobQueue queue, Standings standings, TimeProvider clock, ILogger<StopAccess> logger)
{
    /// <summary>Of ten thousand, the first are being taken away while the last are still being marked.</summary>
    private const int MostPerSave = 200;

    /// <summary>Up to so many, each has a nudge of its own to be shown in Slack.</summary>
    private const int Few = 10;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether somebody in Slack may do this; a refusal is written down.</summary>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say.</exception>
    public async Task<(Actor By, Refusal? Refusal)> JudgeAsync(SlackUserId who, string where, StopWish wish, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var standing = await standings.NowAsync(who, flow: null, inForce, requester: null, cancel);
        var by = new Actor(who, standing.User.Name, where);
        if (inForce.MayStop(standing) is { } refusal)
        {
            await store.AppendAsync($"person/{who}", AuditAction.Refused, by, clock.GetUtcNow(),
                Detail(("codes", refusal.Code.ToString()), ("stop", wish.ToString())), cancel);
            return (by, refusal);
        }

        return (by, null);
    }

    /// <summary>Marks everything that was found as ending. What can't be marked holds up nothing else.</summary>
    /// <param name="wish">What was asked for, for the audit trail.</param>
    /// <param name="selection">What it was taken to mean.</param>
    /// <param name="found">The requests of the selection that are open.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="why">Why, for the audit trail; null if they didn't say.</param>
    /// <param name="cancel">Ends the work; what is marked stays so.</param>
    public async Task<Stopping> BeginAsync(
        StopWish wish, RequestSelection selection, IReadOnlyList<OpenRequest> found, Actor by, string? why, CancellationToken cancel)
    {
        await store.AppendAsync(by.Person is { } person ? $"person/{person}" : $"{by}", AuditAction.Stopped, by, clock.GetUtcNow(),
            Detail(("stop", wish.ToString()), ("selection", selection.ToString()), ("requests", $"{found.Count}"), ("why", why)), cancel);
        Log.Stopping(logger, found.Count, by.ToString());

        var marked = new Dictionary<RequestId, RequestState>();
        foreach (var some in found.Select(r => r.Id).Chunk(MostPerSave))
        {
            foreach (var (id, state) in await MarkAsync(some, by, why, cancel))
            {
                marked[id] = state;
            }
        }

        // Whatever else is approved is ending by now.
        return new Stopping(selection, found, found.Select(r => r.Id).Where(id => !marked.ContainsKey(id)).ToHashSet(),
            marked.Where(m => m.Value == RequestState.Approved).Select(m => m.Key).ToHashSet());
    }

    /// <summary>Waits until all of it has ended, or the limit is over, and says what has and what hasn't.</summary>
    public async Task<IReadOnlyList<StoppedRequest>> AwaitAsync(Stopping stopping, TimeSpan limit, CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var open = (await store.OpenAsync(stopping.Selection, cancel)).ToDictionary(r => r.Id);
            if (clock.GetElapsedTime(start) >= limit || !stopping.Found.Any(r => open.ContainsKey(r.Id)))
            {
                return [.. stopping.Found.Select(r => Outcome(r, open.GetValueOrDefault(r.Id), stopping))];
            }

            await Task.Delay(BetweenLooks, clock, cancel);
        }
    }

    private static StoppedRequest Outcome(OpenRequest found, OpenRequest? now, Stopping stopping) => now switch
    {
        null when stopping.ApprovedBefore.Contains(found.Id) => new StoppedRequest(found, StopOutcome.ApprovedBefore, Why: null),
        null when found.State == RequestState.Requested => new StoppedRequest(found, StopOutcome.Denied, Why: null),
        null => new StoppedRequest(found, StopOutcome.Ended, Why: null),
        _ => new StoppedRequest(found, StopOutcome.StillActive,
            stopping.Unmarked.Contains(found.Id) ? "Its row can't be changed, and the log says why." : now.Problem ?? "OneLogin has not confirmed its end yet."),
    };

    private static Dictionary<string, string?> Detail(params (string Key, string? Value)[] detail) =>
        detail.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);

    /// <returns>Those that were there and could be changed, and how they are then.</returns>
    private async Task<IReadOnlyDictionary<RequestId, RequestState>> MarkAsync(RequestId[] ids, Actor by, string? why, CancellationToken cancel)
    {
        var marked = await store.ChangeManyAsync(ids, request =>
        {
            request.Stop(by, why, clock.GetUtcNow());
            return request.State;
        }, cancel);
        queue.RevokeDueAt(clock.GetUtcNow());

        // Of what is being taken away people are told when that is done; a denial is done now.
        Announce([.. marked.Where(m => m.Value == RequestState.Denied).Select(m => m.Key)]);
        return marked;
    }

    private void Announce(RequestId[] denied)
    {
        if (denied.Length > Few)
        {
            queue.AnnounceAll();
            return;
        }

        foreach (var id in denied)
        {
            queue.Nudge(Errand.Announce, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} requests are ended at once, by {By}")]
        public static partial void Stopping(ILogger logger, int count, string by);
    }
}
