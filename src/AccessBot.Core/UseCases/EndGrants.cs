using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Takes one role away from many at once, and says in the rows what came of it. What both ways to an end, one by one and in bulk, have in common.</summary>
/// <remarks>
/// What OneLogin should hold is computed from all open requests, read while their memberships are held. One that fails is
/// written down and tried again, for ever; the others are saved without it.
/// </remarks>
public sealed partial class EndGrants(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    TimeProvider clock, ILogger<EndGrants> logger)
{
    /// <summary>Up to so many, each has a nudge of its own to be shown in Slack.</summary>
    private const int Few = 10;

    /// <summary>Ends those of these requests that are ending, as far as their memberships are held by the caller.</summary>
    /// <param name="role">The role of all of them.</param>
    /// <param name="privilege">The privilege of all of them.</param>
    /// <param name="ending">The requests.</param>
    /// <param name="users">The OneLogin users whose memberships are held.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Whether OneLogin answers. If it doesn't, others need not be tried now.</returns>
    public async Task<bool> ExecuteAsync(
        long role, Privilege privilege, IReadOnlySet<RequestId> ending, IReadOnlyCollection<long> users, CancellationToken cancel)
    {
        var open = await store.OpenAsync(role, privilege, users, cancel);
        var now = clock.GetUtcNow();
        var mine = open.Where(r => r.State == RequestState.Revoking && ending.Contains(r.Id)).ToLookup(r => WhyKept(r, open, now));
        foreach (var kept in mine.Where(k => k.Key is not null))
        {
            await ConfirmAsync([.. kept], kept.Key!.Value, Fact.AsFound, cancel);
        }

        var removal = new RoleRemoval(directory, clock, role, privilege);
        var failed = new List<Request>();
        await foreach (var outcome in removal.RunAsync([.. mine[null]], cancel))
        {
            if (outcome.Problem is { } problem)
            {
                failed.AddRange(outcome.Requests);
                await TryAgainAsync(outcome.Requests, role, problem, outcome.RequestId, outcome.Cause, cancel);
            }
            else
            {
                await ConfirmRemovedAsync(outcome, cancel);
            }
        }

        return !removal.IsAway;
    }

    /// <summary>Why nothing is taken from OneLogin at this request's end; null if something is.</summary>
    private static RoleKept? WhyKept(Request request, IReadOnlyList<Request> open, DateTimeOffset now) => request switch
    {
        { GrantStartedAt: null } => RoleKept.No,
        { HadRoleBefore: true } => RoleKept.HeldBefore,
        _ when open.Any(r => r.Id != request.Id && r.OneLoginUser == request.OneLoginUser && r.IsLive(now)) => RoleKept.OtherGrant,
        _ => null,
    };

    private async Task ConfirmRemovedAsync(RoleRemoval.Outcome outcome, CancellationToken cancel)
    {
        var fact = new Fact(outcome.WasGone, outcome.RequestId);
        var (withSessions, plain) = (outcome.Requests.Where(EndsSessions).ToList(), outcome.Requests.Where(r => !EndsSessions(r)).ToList());
        await ConfirmAsync(plain, RoleKept.No, fact, cancel);
        await Task.WhenAll(withSessions.GroupBy(r => r.OneLoginUser).Select(async person =>
            await ConfirmAsync([.. person], RoleKept.No, fact with { Sessions = await EndSessionsAsync(person.Key, cancel) }, cancel)));
    }

    private bool EndsSessions(Request request) => rules.Current.Targets.TryGetValue(request.Target, out var target) && target.EndSessions;

    /// <summary>The role is gone by then; that a session outlives it is told, and holds up nothing.</summary>
    private async Task<string> EndSessionsAsync(long user, CancellationToken cancel)
    {
        try
        {
            await directory.EndSessionsAsync(user, cancel);
            return "ended";
        }
        catch (RoleDirectoryException e)
        {
            Log.SessionsLeft(logger, e, user);
            return $"not ended: {e.Message}";
        }
    }

    private async Task ConfirmAsync(IReadOnlyList<Request> requests, RoleKept kept, Fact fact, CancellationToken cancel)
    {
        if (requests.Count == 0)
        {
            return;
        }

        var results = await store.ChangeManyAsync([.. requests.Select(r => r.Id)], row => Confirm(row, kept, fact), cancel);
        var ended = results.Where(r => r.Value.Ended).Select(r => r.Key).ToList();
        if (results.Values.Min(r => r.Next) is { } next)
        {
            queue.RevokeDueAt(next);
        }

        if (ended.Count > 0)
        {
            Log.Ended(logger, ended.Count, requests[0].Role, kept, ended[0]);
            Announce(ended);
        }
    }

    private (bool Ended, DateTimeOffset? Next) Confirm(Request row, RoleKept kept, Fact fact)
    {
        var now = clock.GetUtcNow();

        // Also while another grant gives the role: it may be over before the add comes, and nobody else would take that away.
        return kept != RoleKept.HeldBefore && row.WaitsForLateAdd(now)
            ? (false, row.NextAttemptAt)
            : (row.ConfirmEnd(kept, fact.WasGone, fact.RequestId, now, fact.Sessions), null);
    }

    private async Task TryAgainAsync(
        IReadOnlyList<Request> requests, long role, string problem, string? requestId, Exception? cause, CancellationToken cancel)
    {
        var next = await store.ChangeManyAsync([.. requests.Select(r => r.Id)],
            row => row.FailedIn(RequestState.Revoking, problem, requestId, clock.GetUtcNow(), TroubleOf(cause)), cancel);
        var ids = next.Where(n => n.Value is not null).Select(n => n.Key).ToList();
        if (ids.Count > 0)
        {
            var at = next.Values.Min()!.Value;
            Log.StillActive(logger, cause, ids.Count, role, ids[0], at);
            queue.RevokeDueAt(at);
            Announce(ids);
        }
    }

    private static Trouble TroubleOf(Exception? cause) => (cause as RoleDirectoryException)?.Fault switch
    {
        null => Trouble.StillHeld,
        RoleDirectoryFault.Unavailable or RoleDirectoryFault.Broken => Trouble.Unanswered,
        RoleDirectoryFault.Misconfigured => Trouble.CredentialRefused,
        _ => Trouble.Refused,
    };

    private void Announce(List<RequestId> ids)
    {
        if (ids.Count > Few)
        {
            queue.AnnounceAll();
            return;
        }

        foreach (var id in ids)
        {
            queue.Nudge(Errand.Announce, id);
        }
    }

    /// <summary>How an end came about.</summary>
    private sealed record Fact(bool WasGone, string? RequestId, string? Sessions = null)
    {
        public static readonly Fact AsFound = new(WasGone: false, RequestId: null);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} requests for role {Role} have ended; role kept: {Kept}; the first is {Request}")]
        public static partial void Ended(ILogger logger, int count, long role, RoleKept kept, RequestId request);

        [LoggerMessage(LogLevel.Error, "{Count} requests for role {Role} should have ended and are still active, the first is {Request}; next attempt at {At}")]
        public static partial void StillActive(ILogger logger, Exception? e, int count, long role, RequestId request, DateTimeOffset at);

        [LoggerMessage(LogLevel.Warning, "The OneLogin sessions of user {User} could not be ended; the role is gone")]
        public static partial void SessionsLeft(ILogger logger, Exception e, long user);
    }
}
