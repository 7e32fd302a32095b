using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Somebody asks for access.</summary>
public sealed class SubmitRequest(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    Standings standings, Identities identities, Histories histories, ApproverSearch approvers, StepSearch steps, WatchBreakGlass emergencies,
    RuleMatters matters, FieldChoices choices, TimeProvider clock)
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
    /// <param name="commandChannel">The channel where the command was typed; null if that is not known.</param>
    public async Task<(Request? Request, IReadOnlyList<Refusal> Refusals)> SubmitAsync(
        string submissionKey, SlackUserId who, Wish wish, DateTimeOffset sentAt, string where, CancellationToken cancel, string? commandChannel = null)
    {
        var verdict = await JudgeAsync(who, wish, cancel);
        var by = new Actor(who, verdict.Name, where);
        if (verdict.Refusals.Count > 0)
        {
            return await RefuseAsync(verdict.Refusals);
        }

        // Two forms at once, in two processes perhaps, would each find that nobody has asked.
        await using var asking = verdict.Membership is { } wanted
            ? await store.HoldAskingAsync(wanted, cancel)
            : await store.HoldAskingAsync(who, wish.Flow, cancel);
        if (await AskedAsync(submissionKey, verdict, sentAt, cancel) is { } asked)
        {
            return await RefuseAsync([asked]);
        }

        // Two at once would each find the same number of uses left.
        await using var use = verdict.Rule?.Cap is null ? null : await store.HoldUseAsync(wish.Flow, verdict.Rule.Name, cancel);
        var ruling = use is null ? verdict.Ruling! : verdict.ApprovedBy(await RuleAsync(verdict.Rules!, verdict.Flow!, verdict.Standing!, verdict.Wish!, cancel));
        if (ruling is Ruling.Refused late)
        {
            return await RefuseAsync(late.Why);
        }

        var first = await steps.NextAsync(
            0, verdict.Flow!, verdict.Rules!, who, verdict.Person?.OneLoginUser ?? Request.NoOneLoginUser, commandChannel, verdict.Matter!, cancel);
        if (first is Announcement.UsedUp && ruling is Ruling.NeedsApproval)
        {
            return await RefuseAsync([Refusals.NowhereToAnnounce(verdict.Flow!)]);
        }

        var now = clock.GetUtcNow();
        var request = await store.AddAsync(
            verdict.Target is { } target
                ? Request.Submit(RequestId.New(now), submissionKey, verdict.Person!, verdict.Flow!, target, verdict.Wish!, ruling, by, now, first, commandChannel)
                : Request.SubmitApprovalOnly(RequestId.New(now), submissionKey, who, verdict.Person?.OneLoginUser, verdict.Flow!, verdict.Wish!, ruling, by, now, first, commandChannel),
            cancel);
        queue.Nudge(Errand.Announce, request.Id);
        if (request.IsClosed)
        {
            return (request, []);
        }

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
        if (request.StepDueAt is { } due)
        {
            queue.NudgeAt(Errand.Forward, request.Id, due);
        }

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
        var matter = matters.AboutWish(inForce, who, wish, cancel);
        var standing = await standings.NowAsync((who, null), flow, inForce, lists, matter, cancel);
        var ruling = await RuleAsync(inForce, flow, standing, wish, cancel);
        if (ruling is Ruling.Refused refused)
        {
            return Verdict.No(standing.User.Name, refused.Why);
        }

        // What the other rules refuse needs no rule in C# to be asked.
        AutoRule? approval = null;
        if (flow.Rules.Count > 0 || flow.Fields.Any(field => field.ChoicesFrom is not null))
        {
            (flow, wish, approval, var why) = await AskRulesAsync(inForce, flow, wish, standing.User, cancel);
            if (why.Count > 0)
            {
                return Verdict.No(standing.User.Name, why);
            }

            matter = wish.LessenedBy is null ? matter : matters.AboutWish(inForce, standing.User, wish, cancel);
            ruling = await RuleAsync(inForce, flow, standing, wish, cancel);
            if (ruling is Ruling.Refused late)
            {
                return Verdict.No(standing.User.Name, late.Why);
            }

            ruling = Verdict.ApprovedBy(approval, ruling);
        }

        var verdict = new Verdict(standing.User.Name, null, flow, null, wish, null, ruling, [])
        {
            Rules = inForce,
            Standing = standing,
            Matter = matter,
            Approval = approval,
        };
        return flow.IsApprovalOnly
            ? await JudgeApprovalOnlyAsync(verdict, lists, cancel)
            : await JudgeAccessAsync(verdict, lists, cancel);
    }

    /// <summary>Whether there is an account to give the role to, and somebody who could approve it.</summary>
    private async Task<Verdict> JudgeAccessAsync(Verdict verdict, MemberLists lists, CancellationToken cancel)
    {
        var (inForce, flow, wish, standing) = (verdict.Rules!, verdict.Flow!, verdict.Wish!, verdict.Standing!);
        var (person, unlinked) = await identities.ResolveAsync(standing.User, cancel);
        if (person is null)
        {
            await identities.TellUnlinkedAsync(standing.User, unlinked!, cancel);
            return Verdict.No(standing.User.Name, [unlinked!]);
        }

        // Last, for it takes longest; the account is read meanwhile. Where a rule approves at once nobody need be there to do it.
        var looking = verdict.Ruling is Ruling.NeedsApproval
            ? approvers.LookAsync(flow, inForce, standing.User.Id, person.OneLoginUser, lists, verdict.Matter!, cancel)
            : null;
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
        return verdict with { Person = person, Target = target, Membership = membership, Outlook = outlook };
    }

    /// <summary>Whether somebody may choose what they chose, and what the flow's own rules in C# make of the wish.</summary>
    private async Task<(Flow Flow, Wish Wish, AutoRule? Approval, IReadOnlyList<Refusal> Why)> AskRulesAsync(AccessRules inForce, Flow flow, Wish wish, WorkspaceUser who, CancellationToken cancel)
    {
        var (filled, failed) = await choices.FillAsync(inForce, flow, who.Id, wish, cancel);
        var narrowed = inForce with { Flows = [.. inForce.Flows.Select(other => other.Key == flow.Key ? filled : other)] };
        wish = narrowed.Complete(wish);
        var asked = filled.AskedFields(field => wish.Fields.GetValueOrDefault(field.Name)).Select(field => field.Name).Intersect(failed, StringComparer.Ordinal).ToList();
        IReadOnlyList<Refusal> why = asked.Count > 0 ? [.. asked.Select(field => Refusals.RuleFailed(flow) with { Field = $"field.{field}" })] : narrowed.CheckForm(wish);
        if (why.Count > 0)
        {
            return (filled, wish, null, why);
        }

        var matter = matters.AboutWish(inForce, who, wish, cancel);
        if (await FlowRules.WhyHiddenAsync(inForce, flow, matter, who) is { } hidden)
        {
            return (filled, wish, null, [hidden]);
        }

        var outcome = await FlowRules.BeforeSubmitAsync(inForce, flow, wish, matter, who, clock.GetUtcNow());
        return (filled, outcome.Wish, outcome.Approval, outcome.Why);
    }

    /// <summary>Nothing is given, so nobody needs an account in OneLogin; where the rules name people by it, who the requester is there is asked all the same.</summary>
    private async Task<Verdict> JudgeApprovalOnlyAsync(Verdict verdict, MemberLists lists, CancellationToken cancel)
    {
        var (inForce, flow, standing) = (verdict.Rules!, verdict.Flow!, verdict.Standing!);
        var person = await identities.FindAsync(standing.User, asksOneLogin: inForce.NamesByOneLogin(flow), cancel);
        var outlook = verdict.Ruling is Ruling.NeedsApproval
            ? await approvers.LookAsync(flow, inForce, standing.User.Id, person?.OneLoginUser ?? Request.NoOneLoginUser, lists, verdict.Matter!, cancel)
            : null;
        return outlook?.Short is { } lacking
            ? Verdict.No(standing.User.Name, [Refusals.NobodyCanApprove(flow, lacking.Line, lacking.Have)])
            : verdict with { Person = person, Outlook = outlook };
    }

    private async Task<Ruling> RuleAsync(AccessRules inForce, Flow flow, Standing standing, Wish wish, CancellationToken cancel) =>
        inForce.RuleOn(wish, standing, [], await histories.NowAsync(flow, standing.User.Id, wish.Target, request: null, cancel));

    /// <summary>Why it would be the second request for one wish; null if it wouldn't be.</summary>
    private async Task<Refusal?> AskedAsync(string submissionKey, Verdict verdict, DateTimeOffset sentAt, CancellationToken cancel)
    {
        var asked = verdict.Membership is { } wanted
            ? await store.AskedAsync(wanted, sentAt, cancel)
            : await store.AskedAsync(verdict.Standing!.User.Id, verdict.Flow!.Key, sentAt, cancel);
        var what = verdict.Target?.Label ?? verdict.Flow!.Label;
        return asked.Any(r => string.Equals(r.SubmissionKey, submissionKey, StringComparison.Ordinal)) ? null
            : asked.Any(r => r is { State: RequestState.Requested or RequestState.Approved, IsClosed: false }) ? Refusals.AlreadyAsked(what)
            : asked.Any(r => r.RequestedAt >= sentAt) ? Refusals.AskedAgainSince(what)
            : null;
    }

    private sealed record Verdict(
        string Name, Person? Person, Flow? Flow, Target? Target, Wish? Wish, Membership? Membership, Ruling? Ruling, IReadOnlyList<Refusal> Refusals)
    {
        /// <summary>The rules that were asked.</summary>
        public AccessRules? Rules { get; init; }

        /// <summary>What rules in C# are asked about.</summary>
        public RuleMatter? Matter { get; init; }

        /// <summary>Who the requester is.</summary>
        public Standing? Standing { get; init; }

        /// <summary>Who could approve; null where a rule approves at once.</summary>
        public ApproverOutlook? Outlook { get; init; }

        /// <summary>The rule in C# that approves it at once, where the others don't; null if none does.</summary>
        public AutoRule? Approval { get; init; }

        /// <summary>The rule that approves it at once; null if none does.</summary>
        public AutoRule? Rule => (Ruling as Ruling.Approved)?.Rule;

        /// <summary>What a ruling comes to with what the rules in C# said.</summary>
        public Ruling ApprovedBy(Ruling ruling) => ApprovedBy(Approval, ruling);

        public static Ruling ApprovedBy(AutoRule? approval, Ruling ruling) => approval is not null && ruling is Ruling.NeedsApproval ? new Ruling.Approved(approval) : ruling;

        public static Verdict No(string name, IReadOnlyList<Refusal> why) => new(name, null, null, null, null, null, null, why);
    }
}
