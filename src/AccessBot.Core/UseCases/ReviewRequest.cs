using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.UseCases;

/// <summary>An approver says yes or no.</summary>
/// <remarks>
/// A deny wins over approvals, however many, until OneLogin has confirmed the grant, or an approval only is given; after that the first
/// outcome stands. Rules and memberships are those of the moment of the click. The approval that is enough for more time moves the grant's end
/// in the same save.
/// </remarks>
public sealed class ReviewRequest(
    RulesInForce rules, IRequestStore store, IJobQueue queue, Standings standings, Histories histories, RuleMatters matters, IPersonStore links, TimeProvider clock)
{
    /// <summary>Counts an approval, and sends the grant on its way when it is enough.</summary>
    /// <returns>Null if it counted, else why not.</returns>
    public Task<Refusal?> ApproveAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel) =>
        DecideAsync(id, who, where, approves: true, Terms.Plain, cancel);

    /// <summary>Denies the request.</summary>
    /// <returns>Null if it is denied, else why not.</returns>
    public Task<Refusal?> DenyAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel) =>
        DecideAsync(id, who, where, approves: false, Terms.Plain, cancel);

    /// <summary>
    /// Why a decision would be refused now; null if it wouldn't be. The same judgement as <see cref="DecideAsync"/>; nothing is stored
    /// but that somebody was refused for more than what they may still correct.
    /// </summary>
    /// <param name="id">The request.</param>
    /// <param name="who">The approver.</param>
    /// <param name="where">Where they do it, for the audit trail.</param>
    /// <param name="approves">Yes or no.</param>
    /// <param name="terms">What they add; null if they have not been asked for it yet.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Refusal?> WhyNotAsync(RequestId id, SlackUserId who, string where, bool approves, Terms? terms, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } copy)
        {
            return Refusals.UnknownRequest();
        }

        // What it comes to is done to the copy alone. That a rule denies the request is for the decision itself to make so.
        var granted = copy.Extends is { } grant ? await store.FindAsync(grant, cancel) : null;
        var (by, no) = await JudgeAsync(copy, granted, who, where, approves, terms, cancel);
        if (no is { Code: RefusalCode.RuleDenied })
        {
            return null;
        }

        if (no is not null and not { Field: Refusals.DecisionDuration or Refusals.DecidingMessage })
        {
            await store.RefuseAsync(id, by, no, queue, clock, cancel);
        }

        return no;
    }

    /// <summary>Counts a decision: an approval, perhaps for less than what was asked for, or a denial.</summary>
    /// <returns>Null if it counted, else why not.</returns>
    public async Task<Refusal?> DecideAsync(RequestId id, SlackUserId who, string where, bool approves, Terms terms, CancellationToken cancel)
    {
        Refusal? refusal;
        RequestState? state;
        Request? extended;
        try
        {
            (refusal, state, extended) = await store.ChangeWithGrantAsync(id, async (request, granted) =>
            {
                var (by, no) = await JudgeAsync(request, granted, who, where, approves, terms, cancel);
                // What a rule denied is written down as that.
                if (no is { Code: not RefusalCode.RuleDenied })
                {
                    request.RecordRefusal(by, no, clock.GetUtcNow());
                }

                // What is closed needs nothing more: it was denied, or an approval was all.
                return (no, request.IsClosed ? null : (RequestState?)request.State, granted is { News.Count: > 0 } ? granted : null);
            }, cancel);
        }
        catch (KeyNotFoundException)
        {
            // Rare enough not to look first at each click, which somebody waits for.
            return Refusals.UnknownRequest();
        }

        if (refusal is null && state is RequestState.Approved or RequestState.Revoking)
        {
            queue.Nudge(state == RequestState.Approved ? Errand.Grant : Errand.Revoke, id);
        }

        if (extended is not null)
        {
            ExtendAccess.NudgeExtended(queue, extended);
        }

        queue.Nudge(Errand.Announce, id);
        return refusal;
    }

    private async Task<(Actor By, Refusal? No)> JudgeAsync(Request request, Request? granted, SlackUserId who, string where, bool approves, Terms? terms, CancellationToken cancel)
    {
        var inForce = rules.Current;
        if (inForce.FindFlow(request.Flow) is not { } flow)
        {
            return (new Actor(who, who.Value, where), Refusals.UnknownFlow());
        }

        // All that the ruling on an approval asks about, at once; a deny, or a click that comes too late, asks about its author only.
        var people = new List<(SlackUserId Who, long? Requester)> { (who, request.OneLoginUser) };
        if (approves && request.WhyUndecidable(who, approves, clock.GetUtcNow()) is null)
        {
            people.Add((request.Requester, null));
            people.AddRange(request.Decisions.Where(d => d.Approves && d.Approver != who).Select(d => (d.Approver, (long?)request.OneLoginUser)));
        }

        var matter = matters.AboutRequest(inForce, request, cancel);
        var now = await standings.NowAsync(people, flow, inForce, matter, cancel);
        var actor = now[0];
        var by = new Actor(who, actor.User.Name, where);
        if ((inForce.MayDecide(flow, request.Requester, actor, request.Step) ?? request.WhyUndecidable(who, approves, clock.GetUtcNow())) is { } no)
        {
            return (by, no);
        }

        // What people say where nobody asks them goes nowhere.
        var message = flow.DecisionMessage == DecisionMessage.Off || FieldValues.IsBlank(terms?.Message ?? "") ? null : terms?.Message;
        if (terms is not null && message is null && flow.DecisionMessage == DecisionMessage.Required)
        {
            return (by, Refusals.DecisionMessageMissing());
        }

        if (message?.EnumerateRunes().Count() is { } all and > AccessRules.LongestText)
        {
            return (by, Refusals.TextTooLong(Refusals.DecidingMessage, "The message", AccessRules.LongestText, all));
        }

        if (request.IsExtension && terms?.Duration is not null)
        {
            return (by, Refusals.MoreTimeIsWhole());
        }

        if (!approves)
        {
            return (by, await FlowRules.BeforeDenyAsync(inForce, flow, matter, actor.User) ?? request.Deny(by, clock.GetUtcNow(), message));
        }

        var link = request.IsExtension ? await links.FindAsync(request.Requester, cancel) : null;
        var at = await histories.NowAsync(flow, request.Requester, request.Target, request.Extends ?? request.Id, cancel) with { Step = request.Step };
        var ruling = inForce.RuleOn(request.WishAt(at.Now), now[1], [new Vote(actor), .. now[2..].Select(a => new Vote(a))], at);
        var given = new Terms(terms?.Duration, message);
        if (ruling is not Ruling.Refused && await FlowRules.BeforeApproveAsync(inForce, flow, matter, actor.User) is { } said)
        {
            return await FollowAsync(said, by, inForce, flow, request, granted, link, ruling, given, matter);
        }

        return (by, await WhyKeptAsync(inForce, flow, request, ruling, matter) ?? Approve(by, inForce, flow, request, granted, link, ruling, given));
    }

    /// <summary>Why the flow's rules in C# don't have more time given, which no grant comes after that they would be asked before; null if they do.</summary>
    private static async Task<Refusal?> WhyKeptAsync(AccessRules inForce, Flow flow, Request request, Ruling ruling, RuleMatter matter) =>
        request.IsExtension && ruling is Ruling.Approved ? await FlowRules.BeforeMoreAsync(inForce, flow, matter) : null;

    /// <summary>Counts it, and moves the grant's end if that was enough for more time of it.</summary>
    private Refusal? Approve(Actor by, AccessRules inForce, Flow flow, Request request, Request? granted, Person? link, Ruling ruling, Terms given)
    {
        var now = clock.GetUtcNow();
        if (!request.IsExtension)
        {
            return request.Approve(by, ruling, now, given);
        }

        if (WhyNotMore(inForce, request, granted, link, given, now) is { } no)
        {
            return no;
        }

        var refusal = request.Approve(by, ruling, now, given);
        return refusal ?? (request.State == RequestState.Approved ? granted!.Extend(request.NewEndOf(granted), flow.RemindBefore, request.Id, by, now) : null);
    }

    /// <summary>Why more time can't be given for this grant, whoever approves it.</summary>
    private static Refusal? WhyNotMore(AccessRules inForce, Request request, Request? granted, Person? link, Terms given, DateTimeOffset now)
    {
        if (granted is null)
        {
            return Refusals.UnknownRequest();
        }

        if (granted.WhyNotExtend(now) is { } late)
        {
            request.LapseWithGrant(now);
            return late;
        }

        return link is not null && link.OneLoginUser != granted.OneLoginUser ? Refusals.LinkedElsewhere()
            : given.Duration is { } all && granted.GrantedAt + all <= granted.EndsAt ? Refusals.ExtensionLessened()
            : inForce.WhyAnother(granted);
    }

    /// <summary>What a rule in C# makes of an approval that the other rules let pass.</summary>
    private async Task<(Actor By, Refusal? No)> FollowAsync(
        (string Rule, ApproveAnswer Answer, bool HasFailed) said, Actor by, AccessRules inForce, Flow flow, Request request, Request? granted, Person? link, Ruling ruling, Terms given, RuleMatter matter)
    {
        var now = clock.GetUtcNow();
        switch (said)
        {
            case { HasFailed: true }:
                return (by, Refusals.RuleFailed(flow));
            case { Answer: ApproveAnswer.Ignored ignored }:
                return (by, Refusals.RuleIgnores(RuleWords.Sentence(ignored.Message)));
            case { Answer: ApproveAnswer.Denied denied }:
                request.DenyByRule(said.Rule, RuleWords.Sentence(denied.Because), now);
                return (by, Refusals.RuleDenied(said.Rule, RuleWords.Sentence(denied.Because)));
            case { Answer: ApproveAnswer.Shorter { Duration: var least } } when least > TimeSpan.Zero && request.WishAt(now).Duration is { } asked && least <= asked:
                return (by, await WhyKeptAsync(inForce, flow, request, ruling, matter) ?? Approve(by, inForce, flow, request, granted, link, ruling, least < (given.Duration ?? asked) ? given with { Duration = least } : given));
            default:
                await matter.TellAsync(said.Rule, nameof(AccessRule.BeforeApproveAsync), "it leaves a duration that is not less than what was asked for.");
                return (by, Refusals.RuleFailed(flow));
        }
    }
}
