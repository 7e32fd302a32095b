using AccessBot.Core.People;

namespace AccessBot.Core.Rules;

public sealed partial record AccessRules
{
    /// <summary>
    /// The one ruling, asked when a wish comes in and again at every later step, with who everybody is by then.
    /// Refused with all reasons, those of <see cref="Flow.AutoDeny"/> among them: they beat every approval. Else approved when
    /// every approver line is met, each person counting once overall, when it is an emergency of somebody whom
    /// <see cref="Flow.BreakGlass"/> names, or when nobody has been asked yet and a rule of <see cref="Flow.AutoApprove"/> applies, or
    /// <see cref="Flow.Extension"/> asks nobody about more time: that approves at once, or people decide.
    /// </summary>
    public Ruling RuleOn(Wish wish, Standing requester, IReadOnlyList<Vote> votes, Circumstances at)
    {
        var flow = FindFlow(wish.Flow);
        Refusal[] barred = [.. WhyNotAsk(flow, requester), .. WhyNotThis(flow, flow?.FindTarget(wish.Target), requester), .. wish.BreakGlass ? WhyNoBreakGlass(flow, requester) : []];

        // What the rules deny is no business of those who may not ask.
        List<Refusal> why = [.. CheckForm(wish), .. barred, .. barred.Length == 0 ? WhyDenied(flow, wish, requester, at) : []];
        if (flow is null || why.Count > 0)
        {
            return new Ruling.Refused(why);
        }

        var lines = Progress(flow, requester.User.Id, votes, at.Step);

        // A flow without approver lines is not one that approves by itself.
        return lines.Count > 0 && lines.All(line => line.Have >= line.Line.Count) ? new Ruling.Approved()
            : wish.BreakGlass ? new Ruling.Approved { BreakGlass = true }
            : votes.Count == 0 && wish is { Extends: not null, MustBeApproved: false } && flow.Extension is { NeedsApproval: false } ? new Ruling.Approved()
            : votes.Count == 0 && !wish.MustBeApproved && flow.AutoApprove.FirstOrDefault(rule => Applies(rule, flow, wish, requester, at, ifUnsure: false) && !at.IsUsedUp(rule)) is { } rule ? new Ruling.Approved(rule)
            : new Ruling.NeedsApproval(lines);
    }

    /// <summary>
    /// The flows that this person may ask for now, in the file's order, each with the targets that this person may ask for, and with
    /// <see cref="Flow.BreakGlass"/> only if it names this person.
    /// </summary>
    /// <param name="requester">Must answer for <see cref="PrincipalsOfRequesters"/>.</param>
    /// <remarks>Among them are those of which it can't be told while an on-call service is away or a rule in C# fails: whoever asks for one is told that.</remarks>
    public IReadOnlyList<Flow> FlowsFor(Standing requester) =>
    [
        .. Flows.Where(flow => WhyNotAsk(flow, requester).All(IsUnsure))
            .Select(flow => flow.With(target => WhyNotThis(flow, target, requester).All(IsUnsure)))
            .OfType<Flow>()
            .Select(flow => flow.BreakGlass is null || WhyNoBreakGlass(flow, requester).All(IsUnsure) ? flow : flow with { BreakGlass = null }),
    ];

    /// <summary>Why this person can't decide on that requester's request in this flow; null if they can.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="actor">Who wants to decide.</param>
    /// <param name="step">The step of <see cref="Flow.Notify"/> that the request has reached.</param>
    public Refusal? MayDecide(Flow flow, SlackUserId requester, Standing actor, int step) =>
        WhyBarred(flow, actor.User).FirstOrDefault()
        ?? (actor.User.Id == requester && !flow.AllowSelfApproval ? Refusals.OwnRequest()
            : IsApprover(flow, actor, step) ? null
            : WhyUnsure(flow, flow.ApproversAt(step).SelectMany(line => line.AnyOf), actor) ?? Refusals.NotAnApprover(flow));

    /// <summary>
    /// Why this person can't review that requester's emergency; null if they can: who may decide in the flow, and admins, but never
    /// the requester, whoever may decide on their own requests.
    /// </summary>
    /// <param name="flow">The flow that gave the access; null if the rules have it no more.</param>
    /// <param name="requester">Whose emergency it was.</param>
    /// <param name="actor">Who reviews it.</param>
    /// <param name="step">The step that the request has reached.</param>
    public Refusal? MayReview(Flow? flow, SlackUserId requester, Standing actor, int step)
    {
        if (WhyBarred(flow, actor.User).FirstOrDefault() is { } barred)
        {
            return barred;
        }

        return actor.User.Id == requester ? Refusals.OwnBreakGlass()
            : NamesAdmin(actor) || (flow is not null && IsApprover(flow, actor, step)) ? null
            : (flow is null ? null : WhyUnsure(flow, flow.ApproversAt(step).SelectMany(line => line.AnyOf), actor)) ?? Refusals.NotAReviewer(flow);
    }

    /// <summary>Why this person can't end that requester's access before its time; null if they can.</summary>
    /// <param name="flow">The flow that gave the access; null if the rules have it no more.</param>
    /// <param name="requester">The holder.</param>
    /// <param name="actor">Who wants to end it.</param>
    /// <param name="step">The step of <see cref="Flow.Notify"/> that the request had reached.</param>
    public Refusal? MayRevoke(Flow? flow, SlackUserId requester, Standing actor, int step)
    {
        // The holder may be somebody who could not ask today: giving back access is no risk.
        var isHolder = actor.User.Id == requester;
        var barred = WhyBarred(flow, actor.User).FirstOrDefault();
        if (barred is null && NamesAdmin(actor))
        {
            return null;
        }

        if (isHolder || (barred is null && flow is not null && IsApprover(flow, actor, step)))
        {
            return flow is { AllowRevoke: false } ? Refusals.RevokeNotAllowed() : null;
        }

        return barred ?? (flow is null ? null : WhyUnsure(flow, flow.ApproversAt(step).SelectMany(line => line.AnyOf), actor)) ?? Refusals.NotYourRequest();
    }

    /// <summary>Why this person can't end the access of everybody at once; null if they can.</summary>
    public Refusal? MayStop(Standing actor) => WhyNoAdmin(actor, Refusals.NotAnAdmin());

    /// <summary>Why this person can't see what everybody holds; null if they can.</summary>
    public Refusal? MayOversee(Standing actor) => WhyNoAdmin(actor, Refusals.NotAnAdminToOversee());

    /// <summary>Why this person can't say who somebody is in OneLogin; null if they can.</summary>
    public Refusal? MayLink(Standing actor) => WhyNoAdmin(actor, Refusals.NotAnAdminToLink());

    private static bool IsUnsure(Refusal why) => why.Code is RefusalCode.OnCallUnavailable or RefusalCode.RuleFailed;

    private IEnumerable<Refusal> WhyNotAsk(Flow? flow, Standing person)
    {
        // Whether guests may ask is for a flow to say: without one there is nothing to tell them.
        foreach (var bar in WhyBarred(flow, person.User).Where(bar => flow is not null || bar.Code != RefusalCode.Guest))
        {
            yield return bar;
        }

        if (flow is not null && !Names(flow.Requesters, person))
        {
            yield return WhyUnsure(flow, flow.Requesters, person) is { } unsure ? unsure with { Field = "flow" } : Refusals.NotARequester(flow);
        }
    }

    /// <summary>Why somebody who may ask in the flow may not ask for this.</summary>
    private IEnumerable<Refusal> WhyNotThis(Flow? flow, Target? target, Standing person)
    {
        if (flow is not null && target?.Requesters is { } some && !Names(some, person))
        {
            yield return WhyUnsure(flow, some, person) is { } unsure ? unsure with { Field = "target" } : Refusals.TargetNotAllowed(target);
        }
    }

    /// <summary>Why somebody who may ask in the flow must wait for its approvers in an emergency as well. That there is no other way is for the form to say.</summary>
    private IEnumerable<Refusal> WhyNoBreakGlass(Flow? flow, Standing person)
    {
        if (flow is { BreakGlass.Requesters: { } some } && !Names(some, person))
        {
            yield return HangsOnOnCall(some, person) ? Refusals.OnCallUnavailable(flow) with { Field = "breakGlass" } : Refusals.BreakGlassNotAllowed(flow);
        }
    }

    private static bool HangsOnOnCall(Refusal why) => why.Code == RefusalCode.OnCallUnavailable;

    private IEnumerable<Refusal> WhyDenied(Flow? flow, Wish wish, Standing requester, Circumstances at) => flow is null
        ? []
        : flow.AutoDeny.Where(rule => Applies(rule, flow, wish, requester, at, ifUnsure: true)).Select(rule => Refusals.AutoDenied(flow, rule));

    /// <param name="rule">The rule.</param>
    /// <param name="flow">Its flow.</param>
    /// <param name="wish">The wish.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="at">The circumstances.</param>
    /// <param name="ifUnsure">What counts where it can't be told whether the requester is meant: nobody is approved by that, nor escapes a denial.</param>
    private bool Applies(AutoRule rule, Flow flow, Wish wish, Standing requester, Circumstances at, bool ifUnsure) =>
        (rule.When.RequesterIn.Count == 0 || (Any(rule.When.RequesterIn, requester) ?? ifUnsure)) && rule.When.HoldsFor(flow, wish, at);

    private Refusal? WhyNoAdmin(Standing actor, Refusal no) => WhyBarred(flow: null, actor.User).FirstOrDefault() ?? (NamesAdmin(actor) ? null : no);

    private bool IsApprover(Flow flow, Standing person, int step) => flow.ApproversAt(step).Any(line => Names(line.AnyOf, person));

    /// <summary>Whether a place of a step means this person, and they may do something in the flow.</summary>
    public bool Means(Flow flow, NotifyPlace place, Standing person) => !WhyBarred(flow, person.User).Any() && (place is NotifyPlace.ByRule || Names(place.LookedFor, person));

    /// <summary>How far the approver lines of a flow would be met if all of these people approved that requester's request, in its last step.</summary>
    public IReadOnlyList<LineProgress> Progress(Flow flow, SlackUserId requester, IEnumerable<Standing> people) =>
        Progress(flow, requester, [.. people.Select(person => new Vote(person))], flow.Notify.Count);

    private List<LineProgress> Progress(Flow flow, SlackUserId requester, IReadOnlyList<Vote> votes, int step)
    {
        var lines = flow.ApproversAt(step);
        var counting = votes.Select(vote => vote.Approver)
            .Where(approver => MayDecide(flow, requester, approver, step) is null)
            .DistinctBy(approver => approver.User.Id)
            .ToList();
        var lineOf = Assignment.Best(
            [.. lines.Select(line => line.Count)],
            counting.Count,
            (line, person) => Names(lines[line].AnyOf, counting[person]));

        return
        [
            .. lines.Select((line, i) =>
            {
                SlackUserId[] by = [.. counting.Where((_, person) => lineOf[person] == i).Select(approver => approver.User.Id)];
                return new LineProgress(line, by.Length) { By = by };
            }),
        ];
    }
}
