using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>The holder of access wants it for longer.</summary>
/// <remarks>
/// The rules of now are asked about the whole of it, from the grant to its new end. What they approve at once moves the end in the save that
/// writes down the asking; what people have to approve is a request of its own, which <see cref="ReviewRequest"/> completes. Nothing is said to
/// OneLogin: the membership stays where it is, and only its end moves.
/// </remarks>
public sealed class ExtendAccess(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue, Standings standings, Identities identities,
    Histories histories, ApproverSearch approvers, StepSearch steps, RuleMatters matters, TimeProvider clock)
{
    /// <summary>What somebody may pick for a grant, as far as its row and the rules file say; who they are is asked when they have picked.</summary>
    /// <param name="id">The grant.</param>
    /// <param name="who">Who wants it.</param>
    /// <param name="where">Through which door, for the audit trail.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<(ExtendOffer? Offer, Refusal? Refusal)> OfferAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } granted)
        {
            return (null, Refusals.UnknownRequest());
        }

        var (offer, no) = Offer(granted, who, rules.Current, await store.ExtensionsAsync(id, cancel));
        return no is null ? (offer, null) : (null, (await RefuseAsync(id, new Actor(who, who == granted.Requester ? granted.RequesterName : who.Value, where), no, cancel)).Refusal);
    }

    /// <summary>Why it would be refused now; null if it wouldn't be. The same judgement as <see cref="ExecuteAsync"/>, with nothing stored.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public async Task<Refusal?> WhyNotAsync(string submissionKey, RequestId id, SlackUserId who, TimeSpan more, string? reason, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } granted)
        {
            return Refusals.UnknownRequest();
        }

        var asked = await store.ExtensionsAsync(id, cancel);
        return asked.Any(extension => IsBy(extension, submissionKey)) ? null : (await JudgeAsync(granted, who, more, reason, asked, cancel)).No;
    }

    /// <summary>Asks for it.</summary>
    /// <param name="submissionKey">Names the submission: the same one again gives the request that it made the first time.</param>
    /// <param name="id">The grant.</param>
    /// <param name="who">Who wants it.</param>
    /// <param name="more">For how much longer.</param>
    /// <param name="reason">Why; null for the reason that the access was asked for with.</param>
    /// <param name="sentAt">When they sent it: what was asked for at that time or later counts in its place.</param>
    /// <param name="where">Through which door, for the audit trail.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The request that was made of it, closed if it is done already; or why there is none.</returns>
    public async Task<(Request? Made, Refusal? Refusal)> ExecuteAsync(
        string submissionKey, RequestId id, SlackUserId who, TimeSpan more, string? reason, DateTimeOffset sentAt, string where, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { Membership: { } membership } granted)
        {
            return (null, Refusals.UnknownRequest());
        }

        // Two windows at once, in two processes perhaps, would each find that nobody has asked.
        await using var asking = await store.HoldAskingAsync(membership, cancel);
        var asked = await store.ExtensionsAsync(id, cancel);
        if (asked.FirstOrDefault(extension => IsBy(extension, submissionKey)) is { } made)
        {
            return (made, null);
        }

        var verdict = asked.Any(extension => extension.RequestedAt >= sentAt)
            ? Verdict.Refuse(Refusals.AskedAgainSince(granted.TargetLabel))
            : await JudgeAsync(granted, who, more, reason, asked, cancel);
        var by = new Actor(who, verdict.Standing?.User.Name ?? (who == granted.Requester ? granted.RequesterName : who.Value), where);
        if (verdict.No is { } no)
        {
            return await RefuseAsync(id, by, no, cancel);
        }

        // Two at once would each find the same number of uses left.
        var rule = (verdict.Ruling as Ruling.Approved)?.Rule;
        await using var use = rule?.Cap is null ? null : await store.HoldUseAsync(granted.Flow, rule.Name, cancel);
        verdict = use is null ? verdict : await JudgeAsync(granted, who, more, reason, asked, cancel);
        return verdict switch
        {
            { No: { } late } => await RefuseAsync(id, by, late, cancel),
            { Ruling: Ruling.Approved } => await ExtendAsync(submissionKey, id, verdict, by, cancel),
            _ => await AskAsync(submissionKey, granted, verdict, by, cancel),
        };
    }

    private static bool IsBy(Request extension, string submissionKey) => string.Equals(extension.SubmissionKey, submissionKey, StringComparison.Ordinal);

    private (ExtendOffer? Offer, Refusal? Refusal) Offer(Request granted, SlackUserId who, AccessRules inForce, IReadOnlyList<Request> asked)
    {
        if (granted.Requester != who)
        {
            return (null, Refusals.NotYourAccess());
        }

        if (granted.WhyNotExtend(clock.GetUtcNow()) is { } no)
        {
            return (null, no);
        }

        if (inForce.FindFlow(granted.Flow) is not { } flow)
        {
            return (null, Refusals.FlowGone());
        }

        if (asked.Any(extension => !extension.IsClosed))
        {
            return (null, Refusals.AlreadyAskedForMore(granted.TargetLabel));
        }

        return flow.Extension is not { } rule ? (null, Refusals.ExtendNotAllowed(flow))
            : flow.Further(granted.GrantedFor!.Value) is { Count: > 0 } further ? (new ExtendOffer(granted, flow, further, rule.NeedsApproval || MustBeApproved(granted)), null)
            : (null, Refusals.NoMoreTime(flow));
    }

    /// <summary>Nobody gets by extending what was withheld from them, or what nobody was asked about.</summary>
    private static bool MustBeApproved(Request granted) => granted.BreakGlass || granted.ApprovedFor is not null || granted.Wish.LessenedBy is not null;

    private async Task<Verdict> JudgeAsync(Request granted, SlackUserId who, TimeSpan more, string? reason, IReadOnlyList<Request> asked, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var (offer, refusal) = Offer(granted, who, inForce, asked);
        if (offer is null)
        {
            return Verdict.Refuse(refusal!);
        }

        if (more <= TimeSpan.Zero)
        {
            return Verdict.Refuse(Refusals.NotMore());
        }

        if (inForce.WhyAnother(granted) is { } other)
        {
            return Verdict.Refuse(other);
        }

        var flow = offer.Flow;
        var soFar = granted.GrantedFor!.Value;
        var wish = granted.WishForMore(soFar + more, reason, MustBeApproved(granted));
        var matter = matters.AboutWish(inForce, who, wish, cancel);
        var lists = standings.Lists(cancel);
        var standing = await standings.NowAsync((who, null), flow, inForce, lists, matter, cancel);
        var at = await histories.NowAsync(flow, who, granted.Target, granted.Id, cancel);
        var ruling = inForce.RuleOn(wish, standing, [], at);
        if (ruling is Ruling.Refused refused)
        {
            return Verdict.Refuse(refused.Why[0], standing);
        }

        if (flow.Rules.Count > 0)
        {
            var outcome = await FlowRules.BeforeSubmitAsync(inForce, flow, wish, matters.AboutWish(inForce, standing.User, wish, cancel), standing.User, at.Now);
            if (outcome.Why.Count > 0)
            {
                return Verdict.Refuse(outcome.Why[0], standing);
            }

            if (outcome.Wish.Target != wish.Target || outcome.Wish.Privilege != wish.Privilege || outcome.Wish.Duration <= soFar)
            {
                return Verdict.Refuse(Refusals.ExtensionLessened(), standing);
            }

            (wish, more) = (outcome.Wish, outcome.Wish.Duration!.Value - soFar);
            ruling = inForce.RuleOn(wish, standing, [], at);
            ruling = outcome.Approval is { } approval && ruling is Ruling.NeedsApproval && !wish.MustBeApproved ? new Ruling.Approved(approval) : ruling;
            if (ruling is Ruling.Refused late)
            {
                return Verdict.Refuse(late.Why[0], standing);
            }

            matter = matters.AboutWish(inForce, standing.User, wish, cancel);
            if (ruling is Ruling.Approved && await FlowRules.BeforeMoreAsync(inForce, flow, matter) is { } kept)
            {
                return Verdict.Refuse(kept, standing);
            }
        }

        return await JudgePeopleAsync(new Verdict(null, inForce, flow, standing, wish, more, ruling, matter), granted, lists, cancel);
    }

    /// <summary>Whether the account is still theirs and can be used, and somebody could approve it.</summary>
    private async Task<Verdict> JudgePeopleAsync(Verdict verdict, Request granted, MemberLists lists, CancellationToken cancel)
    {
        var (person, unlinked) = await identities.ResolveAsync(verdict.Standing!.User, cancel);
        if (person is null || person.OneLoginUser != granted.OneLoginUser)
        {
            return verdict with { No = unlinked ?? Refusals.LinkedElsewhere() };
        }

        var looking = verdict.Ruling is Ruling.NeedsApproval
            ? approvers.LookAsync(verdict.Flow!, verdict.Rules!, granted.Requester, granted.OneLoginUser, lists, verdict.Matter!, cancel)
            : null;
        var reading = directory.ReadUserAsync(granted.OneLoginUser, cancel);
        await Task.WhenAll([reading, .. looking is null ? (Task[])[] : [looking]]);
        var (user, outlook) = (await reading, looking is null ? null : await looking);
        return user is not { IsActive: true } ? verdict with { No = Refusals.DirectoryUserInactive(user?.Trouble ?? "deleted") }
            : outlook?.Short is { } lacking ? verdict with { No = Refusals.NobodyCanApprove(verdict.Flow!, lacking.Line, lacking.Have) }
            : verdict with { Outlook = outlook };
    }

    /// <summary>Moves the end at once.</summary>
    private async Task<(Request?, Refusal?)> ExtendAsync(string submissionKey, RequestId id, Verdict verdict, Actor by, CancellationToken cancel)
    {
        var (made, (no, granted)) = await store.ChangeAndAddAsync(id, row =>
        {
            var now = clock.GetUtcNow();
            var refusal = row.WhyNotExtend(now);
            Request? extension = null;
            if (refusal is null)
            {
                extension = Request.AskForMore(RequestId.New(now), submissionKey, row, verdict.More, verdict.Flow!, verdict.Wish!, verdict.Ruling!, by, now, first: null);
                refusal = row.Extend(extension.NewEndOf(row), verdict.Flow!.RemindBefore, extension.Id, by, now);
            }

            if (refusal is not null)
            {
                row.RecordRefusal(by, refusal, now);
            }

            return (refusal is null ? extension : null, (refusal, row));
        }, cancel);
        NudgeExtended(queue, granted);
        return (made, no);
    }

    /// <summary>Asks the approvers.</summary>
    private async Task<(Request?, Refusal?)> AskAsync(string submissionKey, Request granted, Verdict verdict, Actor by, CancellationToken cancel)
    {
        var first = await steps.NextAsync(
            0, verdict.Flow!, verdict.Rules!, granted.Requester, granted.OneLoginUser, granted.CommandChannel, verdict.Matter!, cancel);
        if (first is Announcement.UsedUp)
        {
            return await RefuseAsync(granted.Id, by, Refusals.NowhereToAnnounce(verdict.Flow!), cancel);
        }

        var now = clock.GetUtcNow();
        if (granted.WhyNotExtend(now) is { } late)
        {
            return await RefuseAsync(granted.Id, by, late, cancel);
        }

        var made = await store.AddAsync(
            Request.AskForMore(RequestId.New(now), submissionKey, granted, verdict.More, verdict.Flow!, verdict.Wish!, verdict.Ruling!, by, now, first), cancel);
        queue.Nudge(Errand.Announce, made.Id);
        queue.NudgeAt(Errand.Lapse, made.Id, made.LapsesAt);
        if (made.StepDueAt is { } due)
        {
            queue.NudgeAt(Errand.Forward, made.Id, due);
        }

        if (verdict.Outlook is { } outlook)
        {
            await approvers.TellMissingAsync(verdict.Flow!, outlook, cancel);
        }

        return (made, null);
    }

    private async Task<(Request? Made, Refusal? Refusal)> RefuseAsync(RequestId id, Actor by, Refusal no, CancellationToken cancel)
    {
        await store.RefuseAsync(id, by, no, queue, clock, cancel);
        return (null, no);
    }

    /// <summary>Sends what goes with an end that was moved.</summary>
    internal static void NudgeExtended(IJobQueue queue, Request granted)
    {
        if (granted.EndsAt is { } end)
        {
            queue.RevokeDueAt(end);
        }

        queue.Nudge(Errand.Announce, granted.Id);
        if (granted.EndReminderAt is { } reminder)
        {
            queue.NudgeAt(Errand.RemindOfEnd, granted.Id, reminder);
        }
    }

    private sealed record Verdict(
        Refusal? No, AccessRules? Rules, Flow? Flow, Standing? Standing, Wish? Wish, TimeSpan More, Ruling? Ruling, RuleMatter? Matter)
    {
        /// <summary>Who could approve; null where nobody need.</summary>
        public ApproverOutlook? Outlook { get; init; }

        public static Verdict Refuse(Refusal no, Standing? standing = null) => new(no, null, null, standing, null, default, null, null);
    }
}
