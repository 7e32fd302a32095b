using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Takes access away: at its end, early when somebody says so, and after a grant that could not be made. Until OneLogin confirms, for ever.</summary>
public sealed partial class RevokeAccess(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    Standings standings, TimeProvider clock, ILogger<RevokeAccess> logger)
{
    /// <summary>A nudge that comes this much early is waited out rather than sent again: Hangfire's clock counts whole seconds.</summary>
    private static readonly TimeSpan WaitedOut = TimeSpan.FromSeconds(2);

    /// <summary>Somebody ends access early: its holder, an approver, an admin.</summary>
    /// <returns>Null if it is ending, else why not.</returns>
    public async Task<Refusal?> EndEarlyAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is null)
        {
            return Refusals.UnknownRequest();
        }

        var refusal = await store.ChangeAsync(id, async request =>
        {
            var (by, no) = await JudgeAsync(request, who, where, cancel);
            no ??= request.Revoke(by, clock.GetUtcNow());
            if (no is not null)
            {
                request.RecordRefusal(by, no, clock.GetUtcNow());
            }

            return no;
        }, cancel);
        if (refusal is null)
        {
            queue.Nudge(Errand.Revoke, id);
        }

        queue.Nudge(Errand.Announce, id);
        return refusal;
    }

    /// <summary>Looks at the request and does what is due; safe at any time and any number of times.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } request || !await IsEndingAsync(request, cancel))
        {
            return;
        }

        await using (await store.HoldAsync(request.Membership, cancel))
        {
            try
            {
                await RemoveAsync(id, request.Membership, cancel);
            }
            catch (RoleDirectoryException e)
            {
                await TryAgainAsync(id, e.Message, e.RequestId, e, cancel);
            }
        }
    }

    private async Task<(Actor By, Refusal? No)> JudgeAsync(Request request, SlackUserId who, string where, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var flow = inForce.FindFlow(request.Flow);
        var standing = await standings.NowAsync(who, flow, inForce, request.OneLoginUser, cancel);
        return (new Actor(who, standing.User.Name, where), inForce.MayRevoke(flow, request.Requester, standing));
    }

    /// <summary>Moves the request into its end if that is due, and says whether it is ending.</summary>
    private async Task<bool> IsEndingAsync(Request request, CancellationToken cancel)
    {
        if (request.State == RequestState.Revoking)
        {
            return true;
        }

        if (request.State != RequestState.Granted || request.EndsAt is not { } end)
        {
            return false;
        }

        var early = end - clock.GetUtcNow();
        if (early > WaitedOut)
        {
            queue.NudgeAt(Errand.Revoke, request.Id, end);
            return false;
        }

        if (early > TimeSpan.Zero)
        {
            await Task.Delay(early, clock, cancel);
        }

        var state = await store.ChangeAsync(request.Id, r =>
        {
            r.Expire(clock.GetUtcNow());
            return Task.FromResult(r.State);
        }, cancel);
        if (state == RequestState.Granted)
        {
            // A timer may fire a moment early; never end access before its time.
            queue.NudgeAt(Errand.Revoke, request.Id, end);
        }

        return state == RequestState.Revoking;
    }

    private async Task RemoveAsync(RequestId id, Membership membership, CancellationToken cancel)
    {
        var open = await store.OpenAsync(membership, cancel);
        if (open.FirstOrDefault(r => r.Id == id) is not { State: RequestState.Revoking } request)
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (request.GrantStartedAt is null)
        {
            await ConfirmAsync(id, RoleKept.No, wasGone: false, requestId: null, cancel);
        }
        else if (request.HadRoleBefore == true)
        {
            await ConfirmAsync(id, RoleKept.HeldBefore, wasGone: false, requestId: null, cancel);
        }
        else if (open.Any(r => r.Id != id && r.IsLive(now)))
        {
            await ConfirmAsync(id, RoleKept.OtherGrant, wasGone: false, requestId: null, cancel);
        }
        else if (request.GrantedAt is not null && !await directory.HoldsAsync(membership, cancel))
        {
            await ConfirmAsync(id, RoleKept.No, wasGone: true, requestId: null, cancel);
        }
        else
        {
            // One that was never seen in OneLogin may be there and not be shown yet: it is removed whatever a look says.
            var requestId = await directory.RemoveAsync(membership, cancel);
            if (await directory.ConfirmsAsync(membership, held: false, clock, cancel))
            {
                await ConfirmAsync(id, RoleKept.No, wasGone: false, requestId, cancel);
            }
            else
            {
                await TryAgainAsync(id, "OneLogin took the call and still shows the membership; a mapping may give it again.", requestId, cause: null, cancel);
            }
        }
    }

    private async Task ConfirmAsync(RequestId id, RoleKept kept, bool wasGone, string? requestId, CancellationToken cancel)
    {
        if (await store.ChangeAsync(id, r => Task.FromResult(r.ConfirmEnd(kept, wasGone, requestId, clock.GetUtcNow())), cancel))
        {
            Log.Ended(logger, id, kept);
            queue.Nudge(Errand.Announce, id);
        }
    }

    private async Task TryAgainAsync(RequestId id, string problem, string? requestId, Exception? cause, CancellationToken cancel)
    {
        var next = await store.ChangeAsync(id, r => Task.FromResult(r.FailedIn(RequestState.Revoking, problem, requestId, clock.GetUtcNow(), TroubleOf(cause))), cancel);
        if (next is { } at)
        {
            Log.StillActive(logger, cause, id, at);
            queue.NudgeAt(Errand.Revoke, id, at);
            queue.Nudge(Errand.Announce, id);
        }
    }

    private static Trouble TroubleOf(Exception? cause) => (cause as RoleDirectoryException)?.Fault switch
    {
        null => Trouble.StillHeld,
        RoleDirectoryFault.Unavailable => Trouble.Unanswered,
        RoleDirectoryFault.Misconfigured => Trouble.CredentialRefused,
        _ => Trouble.Refused,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Request {Request} has ended; role kept: {Kept}")]
        public static partial void Ended(ILogger logger, RequestId request, RoleKept kept);

        [LoggerMessage(LogLevel.Error, "Request {Request} should have ended and is still active; next attempt at {At}")]
        public static partial void StillActive(ILogger logger, Exception? e, RequestId request, DateTimeOffset at);
    }
}
