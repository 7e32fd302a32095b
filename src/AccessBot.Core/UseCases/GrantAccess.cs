using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Gives the role that was approved, if the rules still allow it.</summary>
public sealed partial class GrantAccess(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    Standings standings, Histories histories, RuleMatters matters, IPersonStore people, TimeProvider clock, ILogger<GrantAccess> logger)
{
    /// <summary>Looks at the request and does what is due; safe at any time and any number of times.</summary>
    public async Task ExecuteAsync(RequestId id, CancellationToken cancel)
    {
        // An approval only has no membership, whoever nudges: there is nothing to give.
        if (await store.FindAsync(id, cancel) is not { State: RequestState.Approved, IsClosed: false, Membership: { } membership } seen)
        {
            return;
        }

        // Ahead of the hold: an end of the same membership waits for that, and is not to wait for rules in C#.
        var asked = await AskAheadAsync(seen, cancel);
        await using (await store.HoldAsync(membership, cancel))
        {
            try
            {
                await GrantAsync(id, membership, asked, cancel);
            }
            catch (RoleDirectoryException e) when (e.Fault is RoleDirectoryFault.NotFound or RoleDirectoryFault.Rejected)
            {
                Log.Refused(logger, e, id, membership);
                await GiveUpAsync(id, $"OneLogin refused: {e.Message}", cancel, refused: !e.MayComeLate);
            }
            catch (RoleDirectoryException e)
            {
                await TryAgainAsync(id, e.Message, e.RequestId, e, cancel);
            }
            catch (WorkspaceUnavailableException e)
            {
                await TryAgainAsync(id, "Slack doesn't say whether the approvers still qualify.", requestId: null, e, cancel);
            }
            catch (OnCallUnavailableException e)
            {
                await TryAgainAsync(id, "It can't be told at the moment who is on call, and so whether the approvers still qualify.", requestId: null, e, cancel);
            }
            catch (RuleFailedException e)
            {
                await TryAgainAsync(id, $"{e.Message} Operators were told.", requestId: null, e, cancel);
            }
        }
    }

    private async Task GrantAsync(RequestId id, Membership membership, Asked asked, CancellationToken cancel)
    {
        var open = await store.OpenAsync(membership, cancel);
        if (open.FirstOrDefault(r => r.Id == id) is not { State: RequestState.Approved } request)
        {
            return;
        }

        if (!ReferenceEquals(asked.Rules, rules.Current))
        {
            // Others came in force while the hold was waited for: they are asked from the beginning.
            queue.Nudge(Errand.Grant, id);
            return;
        }

        if (request.EndsAt <= clock.GetUtcNow())
        {
            await GiveUpAsync(id, Request.NotConfirmedInTime, cancel);
            return;
        }

        // Asked meanwhile; what the rules say counts first, whatever OneLogin says.
        var reading = directory.ReadUserAsync(membership.User, cancel);
        if (await WhyNotAsync(request, asked, cancel) is { } why)
        {
            await GiveUpAsync(id, why, cancel);
            return;
        }

        var user = await reading;
        if (user is not { IsActive: true })
        {
            await GiveUpAsync(id, Refusals.DirectoryUserInactive(user?.Trouble ?? "deleted").Sentence, cancel);
            return;
        }

        if (asked.Failed is { } failed)
        {
            throw failed;
        }

        if (asked.Refusal is { } refusal)
        {
            await GiveUpAsync(id, refusal, cancel);
            return;
        }

        var holds = membership.Privilege == Privilege.Member
            ? user.Roles.Contains(membership.Role)
            : await directory.HoldsAsync(membership, cancel);

        // As read under this hold: only a holder lets OneLogin hold anything.
        var others = open.Where(r => r.Id != id && r.MayHold).ToList();
        if (!await BeginAsync(request, others, holds, cancel))
        {
            return;
        }

        Addition? added = null;

        // What another request of ours gave may be gone already and still be shown: it is being taken away, or has begun to be since
        // this was read, by a process that got the hold when the connection was lost that holds it here.
        if (!holds || others.Exists(r => r.HadRoleBefore != true))
        {
            added = await directory.AddAsync(membership, cancel);
            if (!await directory.ConfirmsAsync(membership, held: true, clock, cancel))
            {
                await TryAgainAsync(id, "OneLogin took the call and does not show the membership.", added.RequestId, cause: null, cancel);
                return;
            }
        }

        var remindBefore = asked.Rules.FindFlow(request.Flow)?.RemindBefore;
        var (confirmed, endsAt, reminderAt) = await store.ChangeAsync(id,
            r => Task.FromResult((r.ConfirmGrant(added?.RequestId, clock.GetUtcNow(), added is { MayComeAgain: true }, remindBefore), r.EndsAt, r.EndReminderAt)), cancel);
        if (confirmed)
        {
            Log.Granted(logger, id, membership);
            if (endsAt is { } end)
            {
                queue.RevokeDueAt(end);
            }
        }
        else
        {
            await TakeBackAsync(id, membership, cancel);
        }

        queue.Nudge(Errand.Announce, id);
        if (confirmed && reminderAt is { } reminder)
        {
            queue.NudgeAt(Errand.RemindOfEnd, id, reminder);
        }
    }

    /// <summary>Asks rules in C# what they will be asked about this grant.</summary>
    private async Task<Asked> AskAheadAsync(Request request, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var asked = new Asked(inForce, matters.AboutRequest(inForce, request, cancel), null, null, null);
        if (inForce.FindFlow(request.Flow) is not { } flow)
        {
            return asked;
        }

        try
        {
            var now = inForce.PrincipalsOf(flow).Any(principal => principal is Principal.Rule) || IsByCode(request, flow)
                ? await standings.NowOrRecentlyAsync(PeopleOf(request), flow, inForce, asked.Matter, cancel)
                : [];
            return asked with
            {
                StillApproves = IsByCode(request, flow) ? await FlowRules.StillApprovesAsync(flow, asked.Matter, now[0].User, request.AutoRule!) : null,
                Refusal = flow.Rules.Count > 0 ? await FlowRules.BeforeGrantAsync(inForce, flow, asked.Matter) : null,
            };
        }
        catch (RuleFailedException e)
        {
            return asked with { Failed = e };
        }
        catch (Exception e) when (e is WorkspaceUnavailableException or RoleDirectoryException or OnCallUnavailableException)
        {
            return asked with { Failed = e };
        }
    }

    private static bool IsByCode(Request request, Flow flow) => request.AutoRule is { } name && flow.Rules.Contains(name, StringComparer.Ordinal);

    private static IEnumerable<(SlackUserId Who, long? Requester)> PeopleOf(Request request) =>
        [(request.Requester, null), .. request.Decisions.Where(d => d.Approves).Select(d => (d.Approver, (long?)request.OneLoginUser))];

    /// <summary>Why the rules and memberships of now don't allow what was approved; null if they do.</summary>
    private async Task<string?> WhyNotAsync(Request request, Asked asked, CancellationToken cancel)
    {
        var inForce = asked.Rules;
        if (inForce.FindFlow(request.Flow) is not { } flow)
        {
            return Refusals.UnknownFlow().Sentence;
        }

        if (inForce.WhyAnother(request) is { } other)
        {
            return other.Sentence;
        }

        if (await people.FindAsync(request.Requester, cancel) is { } link && link.OneLoginUser != request.OneLoginUser)
        {
            return "An admin has linked the requester to another OneLogin user meanwhile. Ask again.";
        }

        var now = await standings.NowOrRecentlyAsync(PeopleOf(request), flow, inForce, asked.Matter, cancel);
        var at = await histories.NowAsync(flow, request.Requester, request.Target, request.Id, cancel) with { Step = request.Step };
        return inForce.RuleOn(request.WishAt(at.Now), requester: now[0], [.. now[1..].Select(approver => new Vote(approver))], at) switch
        {
            Ruling.Approved => null,
            Ruling.NeedsApproval when IsByCode(request, flow) => asked.StillApproves switch
            {
                true => null,
                false => $"The rule {request.AutoRule}, which approved it, does so no more. Ask again.",
                null => throw asked.Failed ?? new RuleFailedException(request.AutoRule!),
            },
            _ when now.Any(person => person.LacksOnCall) => throw new OnCallUnavailableException("Whether the approvals hold depends on who is on call."),
            _ when now.FirstOrDefault(person => person.LacksRule) is { } unsure => throw new RuleFailedException(unsure.Unknown.OfType<Principal.Rule>().First().Name),
            Ruling.Refused refused => string.Join(' ', refused.Why.Select(w => w.Sentence)),
            _ => "The approvals no longer meet the access rules. Ask again.",
        };
    }

    /// <summary>Saves the end, and what OneLogin held before, ahead of the call.</summary>
    private async Task<bool> BeginAsync(Request request, IReadOnlyList<Request> others, bool holds, CancellationToken cancel)
    {
        // What another request of ours may have put there is not something that the person had before.
        var hadBefore = holds && (others.Count == 0 || others.Any(r => r.HadRoleBefore == true));
        foreach (var stale in others.Append(request).Where(r => !holds && r.HadRoleBefore == true))
        {
            await store.ChangeAsync(stale.Id, r =>
            {
                r.PriorRoleGone(clock.GetUtcNow());
                return Task.FromResult(true);
            }, cancel);
        }

        return await store.ChangeAsync(request.Id, r => Task.FromResult(r.BeginGrant(hadBefore, clock.GetUtcNow())), cancel);
    }

    private async Task GiveUpAsync(RequestId id, string why, CancellationToken cancel, bool refused = false)
    {
        if (await store.ChangeAsync(id, r => Task.FromResult(r.GiveUp(why, clock.GetUtcNow(), refused)), cancel))
        {
            Log.GivenUp(logger, id);
            queue.Nudge(Errand.Revoke, id);
            queue.Nudge(Errand.Announce, id);
        }
    }

    /// <summary>
    /// Somebody ended it while OneLogin was being told. The revocation waits for this hold and looks at OneLogin itself; only
    /// if the hold was lost on the way (the database restarted, say) can the row be closed by now, and then nobody else will.
    /// </summary>
    private async Task TakeBackAsync(RequestId id, Membership membership, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await store.OpenAsync(membership, cancel);
        if (open.Any(r => r.Id == id))
        {
            queue.Nudge(Errand.Revoke, id);
        }
        else if (await store.FindAsync(id, cancel) is { HadRoleBefore: not true } && !open.Any(r => r.IsLive(now)))
        {
            await directory.RemoveAsync(membership.Role, membership.Privilege, [membership.User], cancel);
        }
    }

    private async Task TryAgainAsync(RequestId id, string problem, string? requestId, Exception? cause, CancellationToken cancel)
    {
        var next = await store.ChangeAsync(id, r => Task.FromResult(r.FailedIn(RequestState.Approved, problem, requestId, clock.GetUtcNow())), cancel);
        if (next is { } at)
        {
            Log.TriedInVain(logger, cause, id, at);
            queue.NudgeAt(Errand.Grant, id, at);
            queue.Nudge(Errand.Announce, id);
        }
    }

    /// <summary>What rules in C# said ahead of a grant.</summary>
    /// <param name="Rules">The rules in force then, by which it is judged.</param>
    /// <param name="Matter">Has whom they name; nobody is asked a second time.</param>
    /// <param name="StillApproves">Whether the one that approved it does so still; null if none did, or that can't be told.</param>
    /// <param name="Refusal">Why it is given up; null if none says so.</param>
    /// <param name="Failed">What kept one from answering; null if nothing did.</param>
    private sealed record Asked(AccessRules Rules, RuleMatter Matter, bool? StillApproves, string? Refusal, Exception? Failed);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Request {Request} is granted: {Membership}")]
        public static partial void Granted(ILogger logger, RequestId request, Membership membership);

        [LoggerMessage(LogLevel.Warning, "Request {Request} can't be granted and is given up")]
        public static partial void GivenUp(ILogger logger, RequestId request);

        [LoggerMessage(LogLevel.Warning, "OneLogin refuses request {Request}: {Membership}")]
        public static partial void Refused(ILogger logger, Exception e, RequestId request, Membership membership);

        [LoggerMessage(LogLevel.Warning, "Request {Request} is not granted yet; next attempt at {At}")]
        public static partial void TriedInVain(ILogger logger, Exception? e, RequestId request, DateTimeOffset at);
    }
}
