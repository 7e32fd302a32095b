namespace AccessBot.Core.Rules.Code;

/// <summary>
/// A rule in C#, for what <c>access.yaml</c> can't say. A class under the folder that <c>rulesFolder</c> names derives from this, has a
/// public constructor without parameters, and overrides what it needs. <c>access.yaml</c> says by the class's name where it has a say:
/// <c>{ rule: Name }</c> among people and as a step of <c>notify</c>, <c>choicesFrom: Name</c> in a field, <c>identityRule: Name</c> for who
/// is who, and <c>rules: [Name]</c> in a flow, whose rules are asked in that order.
/// </summary>
/// <remarks>
/// One instance serves everybody and several calls at once: keep what is to last in <see cref="RuleContext.Store"/>. Whatever names
/// people or comes before a step may be asked several times, in several processes, and again at each later step: it must change nothing
/// outside. It has two seconds. A rule that throws or takes longer fails closed: it names nobody, and nobody escapes a denial by it; no request
/// is made, no approval counts and nothing is granted by it, and the person is told that a rule failed. A denial or a withdrawal counts all
/// the same, for it gives nobody anything. What comes after a step has thirty seconds and is told once, or again
/// after a crash; its failures are logged and operators are told. Nothing here can stop a revocation or a lapse, or hold one up.
/// These types only ever grow: a rule that compiles with one AccessBot compiles with every later one.
/// </remarks>
public abstract class AccessRule
{
    /// <summary>Whether <c>{ rule: ThisClass }</c> names this person.</summary>
    /// <param name="person">Who may be named.</param>
    /// <param name="context">What it is about; its actor is that person, and <see cref="RuleContext.Request"/> is null while it is asked which flows to show.</param>
    /// <param name="cancel">Ends the call when its time is over.</param>
    public virtual ValueTask<bool> NamesAsync(RulePerson person, RuleContext context, CancellationToken cancel) => new(result: false);

    /// <summary>
    /// Everybody whom <c>{ rule: ThisClass }</c> names, as Slack ids or addresses, so that they can be written to and it can be told whether anybody
    /// could approve. Each is asked about by <see cref="NamesAsync"/> all the same.
    /// </summary>
    /// <returns>Null if it can't be listed.</returns>
    public virtual ValueTask<IReadOnlyList<string>?> PeopleAsync(RuleContext context, CancellationToken cancel) => new((IReadOnlyList<string>?)null);

    /// <summary>
    /// Where a step <c>- { rule: ThisClass }</c> of <c>notify</c> brings a request. It decides nobody's right to decide: whoever clicks there is judged by the
    /// flow's approvers.
    /// </summary>
    /// <param name="context">What it is about; its actor is the requester.</param>
    /// <param name="cancel">Ends the call when its time is over.</param>
    /// <returns>Null for nowhere: the next step comes at once.</returns>
    public virtual ValueTask<RulePlace?> PlaceAsync(RuleContext context, CancellationToken cancel) => new((RulePlace?)null);

    /// <summary>
    /// Who somebody in Slack is in OneLogin, as <c>identityRule: ThisClass</c> says at the top of <c>access.yaml</c>. It is asked while nobody is linked to them:
    /// what it answers is stored as their link, and not asked again. A OneLogin user who is linked to somebody else is refused.
    /// </summary>
    /// <param name="person">Who they are in Slack. Their address is what Slack has confirmed; their name is whatever they call themselves, and proves nothing.</param>
    /// <param name="context">By what to find out.</param>
    /// <param name="cancel">Ends the call when its time is over.</param>
    /// <returns>A OneLogin user id; null where the rule doesn't know: then the exact address decides.</returns>
    public virtual ValueTask<long?> IdentifyAsync(RulePerson person, RuleIdentityContext context, CancellationToken cancel) => new((long?)null);

    /// <summary>Whether the actor is shown a flow that has this rule, and may send its form. It can only hide what <c>requesters</c> would show.</summary>
    public virtual ValueTask<bool> ShowsAsync(RuleContext context, CancellationToken cancel) => new(result: true);

    /// <summary>What the actor can choose in a field with <c>choicesFrom: ThisClass</c>: at most 1000, and only of these when the form is sent.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="context">What it is about; its request has what is filled in so far.</param>
    /// <param name="cancel">Ends the call when its time is over.</param>
    public virtual ValueTask<IReadOnlyList<Choice>> ChoicesAsync(string field, RuleContext context, CancellationToken cancel) => new([]);

    /// <summary>The form is sent: before a request is made. What it approves at once is asked again before the grant, as if the requester had just asked.</summary>
    public virtual ValueTask<SubmitAnswer> BeforeSubmitAsync(RuleContext context, CancellationToken cancel) => new(SubmitAnswer.GoOn);

    /// <summary>An approver who may approve clicks Approve: before it counts.</summary>
    public virtual ValueTask<ApproveAnswer> BeforeApproveAsync(RuleContext context, CancellationToken cancel) => new(ApproveAnswer.GoOn);

    /// <summary>Somebody who may deny clicks Deny: before it counts.</summary>
    public virtual ValueTask<ClickAnswer> BeforeDenyAsync(RuleContext context, CancellationToken cancel) => new(ClickAnswer.GoOn);

    /// <summary>The requester withdraws the request.</summary>
    public virtual ValueTask<ClickAnswer> BeforeCancelAsync(RuleContext context, CancellationToken cancel) => new(ClickAnswer.GoOn);

    /// <summary>It is approved: before OneLogin is told.</summary>
    public virtual ValueTask<GrantAnswer> BeforeGrantAsync(RuleContext context, CancellationToken cancel) => new(GrantAnswer.GoOn);

    /// <summary>The access begins to end, for whatever reason. It is told, and can't hold it up.</summary>
    public virtual ValueTask BeforeRevokeAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>A request was made.</summary>
    public virtual ValueTask AfterSubmitAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>An approval was counted; <see cref="RuleRequest.State"/> says whether it was enough.</summary>
    public virtual ValueTask AfterApproveAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>The request was denied.</summary>
    public virtual ValueTask AfterDenyAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>The requester withdrew the request.</summary>
    public virtual ValueTask AfterCancelAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>OneLogin confirmed the grant.</summary>
    public virtual ValueTask AfterGrantAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>The end of the access was moved to a later time, <see cref="RuleRequest.EndsAt"/>; the access went on meanwhile.</summary>
    public virtual ValueTask AfterExtendAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>OneLogin confirmed the end.</summary>
    public virtual ValueTask AfterRevokeAsync(RuleContext context, CancellationToken cancel) => default;

    /// <summary>Nobody decided in time.</summary>
    public virtual ValueTask AfterLapseAsync(RuleContext context, CancellationToken cancel) => default;
}
