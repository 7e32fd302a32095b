using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Somebody asks for access.</summary>
public sealed class SubmitRequest(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    Standings standings, Identities identities, Histories histories, ApproverSearch approvers, WatchBreakGlass emergencies, TimeProvider clock)
{
    /// <summary>Why the wish would be refused now; empty if it wouldn't be. The same judgement as <see cref="SubmitAsync"/>, with nothing stored.</summary>
    public async Task<IReadOnlyList<Refusal>> PreviewAsync(string submissionKey, SlackUserId who, Wish wish, CancellationToken cancel)
    {
        var verdict = await JudgeAsync(who, wish, cancel);
        return verdict.Refusals.Count == 0 && await AskedAsync(submissionKey, verdict, clock.GetUtcNow(), cancel) is { } asked ? [asked] : verdict.Refusals;
    }

    /// <summary>Makes the request, or says why not.</summary>
    /// <param name="submissionKey">Names the submission: the same one again gives the request that it made the first time.</param>
    /// <param name="who">The requester.</param>
    /// <param name="wish">What they ask for.</param>
    /// <param name="sentAt">
    /// When they sent it. A request that they made at that time or later counts in its place: what was sent again because nothing
    /// seemed to come of it is one wish, in whatever order the two are worked off.
    /// </param>
    /// <param name="where">Through which door, for the audit trail.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<(Request? Request, IReadOnlyList<Refusal> Refusals)> SubmitAsync(
        string submissionKey, SlackUserId who, Wish wish, DateTimeOffset sentAt, string where, CancellationToken cancel)
    {
        var verdict = await JudgeAsync(who, wish, cancel);
        var by = new Actor(who, verdict.Name, where);
        if (verdict.Refusals.Count > 0)
        {
            return await RefuseAsync(verdict.Refusals);
        }

        // Two forms at once, in two processes perhaps, would each find that nobody has asked.
        await using var asking = await store.HoldAskingAsync(verdict.Membership, cancel);
        if (await AskedAsync(submissionKey, verdict, sentAt, cancel) is { } asked)
        {
            return await RefuseAsync([asked]);
        }

        // Two at once would each find the same number of uses left.
        await using var use = verdict.Rule?.Cap is null ? null : await store.HoldUseAsync(wish.Flow, verdict.Rule.Name, cancel);
        var ruling = use is null ? verdict.Ruling! : await RuleAsync(verdict.Rules!, verdict.Flow!, verdict.Standing!, verdict.Wish!, cancel);
        if (ruling is Ruling.Refused late)
        {
            return await RefuseAsync(late.Why);
        }

        var now = clock.GetUtcNow();
        var request = await store.AddAsync(
            Request.Submit(RequestId.New(now), submissionKey, verdict.Person!, verdict.Flow!, verdict.Target!, verdict.Wish!, ruling, by, now),
            cancel);
        queue.Nudge(Errand.Announce, request.Id);
        if (request.State == RequestState.Approved)
        {
            queue.Nudge(Errand.Grant, request.Id);
            if (request.BreakGlass)
            {
                await emergencies.ExecuteAsync(cancel);
            }

            return (request, []);
        }

        queue.NudgeAt(Errand.Lapse, request.Id, request.LapsesAt);
        if (verdict.Outlook is { } outlook)
        {
            await approvers.TellMissingAsync(verdict.Flow!, outlook, cancel);
        }

        return (request, []);

        async Task<(Request?, IReadOnlyList<Refusal>)> RefuseAsync(IReadOnlyList<Refusal> why)
        {
            await store.AppendAsync($"person/{who}", AuditAction.Refused, by, clock.GetUtcNow(), new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["codes"] = string.Join(' ', why.Select(r => r.Code)),
                ["flow"] = wish.Flow,
                ["target"] = wish.Target,
            }, cancel);
            return (null, why);
        }
    }

    private async Task<Verdict> JudgeAsync(SlackUserId who, Wish asked, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var wish = inForce.Complete(asked.Until is { } until ? asked with { Duration = until - clock.GetUtcNow() } : asked);
        if (inForce.CheckForm(wish) is { Count: > 0 } formal)
        {
            return Verdict.No(who.Value, formal);
        }

        var flow = inForce.FindFlow(wish.Flow)!;
        var lists = standings.Lists(cancel);
        var standing = await standings.NowAsync((who, null), flow, inForce, lists, cancel);
        var ruling = await RuleAsync(inForce, flow, standing, wish, cancel);
        if (ruling is Ruling.Refused refused)
        {
            return Verdict.No(standing.User.Name, refused.Why);
        }

        var (person, unlinked) = await identities.ResolveAsync(standing.User, cancel);
        if (person is null)
        {
            return Verdict.No(standing.User.Name, [unlinked!]);
        }

        // Last, for it takes longest; the account is read meanwhile. Where a rule approves at once nobody need be there to do it.
        var looking = ruling is Ruling.NeedsApproval ? approvers.LookAsync(flow, inForce, who, person.OneLoginUser, lists, cancel) : null;
        var reading = directory.ReadUserAsync(person.OneLoginUser, cancel);
        await Task.WhenAll([reading, .. looking is null ? (Task[])[] : [looking]]);
        var (user, outlook) = (await reading, looking is null ? null : await looking);
        if (user is not { IsActive: true })
        {
            return Verdict.No(standing.User.Name, [Refusals.DirectoryUserInactive(user?.Trouble ?? "deleted")]);
        }

        if (outlook?.Short is { } lacking)
        {
            return Verdict.No(standing.User.Name, [Refusals.NobodyCanApprove(flow, lacking.Line, lacking.Have)]);
        }

        var target = inForce.Targets[wish.Target];
        var membership = new Membership(person.OneLoginUser, target.OneLoginRole, wish.Privilege!.Value);
        return new Verdict(standing.User.Name, person, flow, target, wish, membership, ruling, []) { Rules = inForce, Standing = standing, Outlook = outlook };
    }

    private async Task<Ruling> RuleAsync(AccessRules inForce, Flow flow, Standing standing, Wish wish, CancellationToken cancel) =>
        inForce.RuleOn(wish, standing, [], await histories.NowAsync(flow, standing.User.Id, wish.Target, request: null, cancel));

    /// <summary>Why it would be the second request for one wish; null if it wouldn't be.</summary>
    private async Task<Refusal?> AskedAsync(string submissionKey, Verdict verdict, DateTimeOffset sentAt, CancellationToken cancel)
    {
        var asked = await store.AskedAsync(verdict.Membership, sentAt, cancel);
        return asked.Any(r => string.Equals(r.SubmissionKey, submissionKey, StringComparison.Ordinal)) ? null
            : asked.Any(r => r.State is RequestState.Requested or RequestState.Approved) ? Refusals.AlreadyAsked(verdict.Target!.Label)
            : asked.Any(r => r.RequestedAt >= sentAt) ? Refusals.AskedAgainSince(verdict.Target!.Label)
            : null;
    }

    private sealed record Verdict(
        string Name, Person? Person, Flow? Flow, Target? Target, Wish? Wish, Membership Membership, Ruling? Ruling, IReadOnlyList<Refusal> Refusals)
    {
        /// <summary>The rules that were asked.</summary>
        public AccessRules? Rules { get; init; }

        /// <summary>Who the requester is.</summary>
        public Standing? Standing { get; init; }

        /// <summary>Who could approve; null where a rule approves at once.</summary>
        public ApproverOutlook? Outlook { get; init; }

        /// <summary>The rule that approves it at once; null if none does.</summary>
        public AutoRule? Rule => (Ruling as Ruling.Approved)?.Rule;

        public static Verdict No(string name, IReadOnlyList<Refusal> why) => new(name, null, null, null, null, default, null, why);
    }
}
