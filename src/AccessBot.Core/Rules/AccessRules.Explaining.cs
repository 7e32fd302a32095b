using System.Collections.Immutable;

namespace AccessBot.Core.Rules;

public sealed partial record AccessRules
{
    private static readonly RefusalCode[] OfThePerson = [RefusalCode.Deactivated, RefusalCode.Bot, RefusalCode.Outsider, RefusalCode.Guest];

    /// <summary>
    /// Why <see cref="RuleOn"/> rules on a wish as it does, before anybody has decided. A reason and fields that are not written
    /// are not held against the wish, but said. It asks the ruling itself, and puts each refusal to what it is about: so it can't
    /// say anything else.
    /// </summary>
    /// <param name="wish">The wish.</param>
    /// <param name="requester">Who asks, as for <see cref="RuleOn"/>.</param>
    /// <param name="outside">What decides beside the rules.</param>
    /// <param name="at">The circumstances.</param>
    /// <param name="approval">The rule in C# that approves it at once, if nothing refuses it; null if none does.</param>
    public Explanation Explain(Wish wish, Standing requester, IReadOnlyList<OutsideRules> outside, Circumstances at, AutoRule? approval = null)
    {
        var flow = FindFlow(wish.Flow);
        var ruling = Asked(flow, wish).RuleOn(wish, requester, [], at);
        var why = ((ruling as Ruling.Refused)?.Why ?? []).Concat(outside.Select(o => o.Refusal).OfType<Refusal>()).ToList();
        var explaining = new Explaining([.. why]);
        explaining.Judge("person", InSlack(requester, flow), refusal => OfThePerson.Contains(refusal.Code));
        foreach (var other in outside)
        {
            explaining.Judge(other.Topic, other.Found, refusal => refusal == other.Refusal);
        }

        if (flow is not null)
        {
            Explain(explaining, flow, wish, requester);
            ExplainAutoRules(explaining, flow, wish, requester, at);
        }

        explaining.Rest();
        Ruling final = why.Count > 0 ? new Ruling.Refused(why) : approval is not null && ruling is Ruling.NeedsApproval ? new Ruling.Approved(approval) : ruling;
        return new Explanation(final, [.. explaining.Lines, new ExplanationLine(ExplanationMark.Outcome, "outcome", Outcome(final, flow))]);
    }

    /// <summary>These rules, with nothing required that is not written yet.</summary>
    private AccessRules Asked(Flow? flow, Wish wish) => flow is null ? this : this with
    {
        Flows = [.. Flows.Select(other => other != flow ? other : flow with
        {
            Reason = flow.Reason with { Required = flow.Reason.Required && wish.Reason.Length > 0 },
            BreakGlass = flow.BreakGlass is { } emergency ? emergency with { Reason = emergency.Reason with { Required = wish.Reason.Length > 0 } } : null,
            Fields = [.. flow.Fields.Select(field => field with { Required = field.Required && IsWritten(field, wish) })],
        })],
    };

    private static bool IsWritten(Field field, Wish wish) => !string.IsNullOrEmpty(wish.Fields.GetValueOrDefault(field.Name));

    private void Explain(Explaining explaining, Flow flow, Wish wish, Standing requester)
    {
        var named = flow.Requesters.Where(principal => Names([principal], requester)).ToImmutableList();
        explaining.Judge("requesters", PrincipalText.InWords(named), refusal => refusal.Code == RefusalCode.NotARequester,
            $"{requester.User.Name} is not among {PrincipalText.InWords(flow.Requesters)}");
        ExplainBreakGlass(explaining, flow, wish, requester);
        if (flow.IsApprovalOnly)
        {
            explaining.Judge("target", "none: it asks for an approval only", refusal => refusal.Field is "target" or "duration");
        }
        else
        {
            explaining.Judge("target", $"one of {Listed(flow.Targets.Select(t => t.Key))}", refusal => refusal.Field == "target");
            explaining.Judge("duration", flow.AutoRevoke ? $"one of {Listed(flow.Durations.Select(DurationText.InWords))}" : "none: it ends by hand", refusal => refusal.Field == "duration");
        }

        if (wish.Reason.Length > 0)
        {
            explaining.Judge("reason", "written as it should be", refusal => refusal.Field == "reason");
        }
        else
        {
            var asked = ReasonFor(flow, wish);
            explaining.Open("reason", Wanted(asked.Required, asked.MinLength > 0 ? $"at least {asked.MinLength} characters" : null));
        }

        foreach (var field in flow.Fields)
        {
            if (IsWritten(field, wish))
            {
                explaining.Judge($"field {field.Name}", "filled in as it should be", refusal => refusal.Field == $"field.{field.Name}");
            }
            else
            {
                explaining.Open($"field {field.Name}", Wanted(field.Required, field.Pattern is { } pattern ? $"matching {pattern}" : null));
            }
        }

        for (var i = 0; i < flow.Approvers.Count; i++)
        {
            explaining.Open(flow.Approvers.Count == 1 ? "approvers" : $"approvers {i + 1} of {flow.Approvers.Count}", wish.BreakGlass
                ? $"not asked in an emergency, and told: {InWords(flow.Approvers[i])}"
                : InWords(flow.Approvers[i]) + Oneself(flow, flow.Approvers[i], requester));
        }
    }

    private void ExplainBreakGlass(Explaining explaining, Flow flow, Wish wish, Standing requester)
    {
        if (wish.BreakGlass)
        {
            explaining.Judge("breakGlass", PrincipalText.InWords([.. (flow.BreakGlass?.Requesters ?? []).Where(principal => Names([principal], requester))]), refusal => refusal.Field == "breakGlass");
        }
        else if (flow.BreakGlass is { } emergency)
        {
            explaining.Open("breakGlass", WhyNoBreakGlass(flow, requester).Any()
                ? $"not for {requester.User.Name}, who is not among {PrincipalText.InWords(emergency.Requesters)}"
                : $"{requester.User.Name} needs no approvers in an emergency, for at most {DurationText.InWords(emergency.DurationAtMost)} (--break-glass)");
        }

        ExplainSteps(explaining, flow);
    }

    /// <summary>Where it is announced, and who may decide from then on; nothing, where that is a single place.</summary>
    private static void ExplainSteps(Explaining explaining, Flow flow)
    {
        if (flow.Notify is [{ Timeout: null, RemindEvery: null, Approvers.Count: 0 }])
        {
            return;
        }

        for (var i = 0; i < flow.Notify.Count; i++)
        {
            explaining.Open(flow.Notify.Count == 1 ? "notify" : $"notify {i + 1} of {flow.Notify.Count}", NotifyText.InWords(flow.Notify[i]));
        }
    }

    private void ExplainAutoRules(Explaining explaining, Flow flow, Wish wish, Standing requester, Circumstances at)
    {
        foreach (var rule in flow.AutoDeny)
        {
            explaining.Judge($"autoDeny {rule.Name}", "does not apply", refusal => refusal == Refusals.AutoDenied(flow, rule), $"applies: {rule.Because}");
        }

        foreach (var rule in wish.BreakGlass ? [] : flow.AutoApprove)
        {
            if (!Applies(rule, flow, wish, requester, at, ifUnsure: false))
            {
                explaining.Open($"autoApprove {rule.Name}", "does not apply");
            }
            else if (at.IsUsedUp(rule))
            {
                explaining.Open($"autoApprove {rule.Name}", $"applies, but is used up ({rule.Cap!.Uses} in {DurationText.InWords(rule.Cap.In)}), or its uses were not counted here");
            }
            else
            {
                explaining.Judge($"autoApprove {rule.Name}", $"applies: {rule.Because}", _ => false);
            }
        }
    }

    private static string InSlack(Standing requester, Flow? flow) =>
        requester.User.IsGuest && flow is { AllowGuests: true } ? "a guest of the workspace, whom this flow takes (allowGuests)" : "a full member of the workspace";

    private static string Wanted(bool required, string? how) =>
        $"{(required ? "must be written" : "may be written")}{(how is null ? "" : $", {how}")}; not judged here";

    private static string InWords(ApproverLine line) => $"{line.Count} of {PrincipalText.InWords(line.AnyOf)}";

    private string Oneself(Flow flow, ApproverLine line, Standing requester) =>
        !Names(line.AnyOf, requester) ? ""
        : flow.AllowSelfApproval ? $"; {requester.User.Name} is one of them and may decide (allowSelfApproval)"
        : $"; {requester.User.Name} is one of them, but can't decide on their own request";

    private static string Outcome(Ruling ruling, Flow? flow) => ruling switch
    {
        Ruling.Refused refused => $"refused: {Listed(refused.Why.Select(refusal => $"{refusal.Code}").Distinct(StringComparer.Ordinal))}",
        Ruling.NeedsApproval => $"waits for approval by {string.Join(", and by ", flow!.Approvers.Select(InWords))}{(flow.Approvers.Count > 1 ? "; each person counts once" : "")}; it lapses after {DurationText.InWords(flow.LapseAfter)}",
        Ruling.Approved { BreakGlass: true } => "approved at once, as an emergency; everybody is told, and it waits to be reviewed",
        _ => $"approved at once{(ruling is Ruling.Approved { Rule: { } rule } ? $" by {rule.Name}" : "")}",
    };

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>The lines so far, and the refusals that no line has told yet.</summary>
    private sealed class Explaining(List<Refusal> untold)
    {
        public List<ExplanationLine> Lines { get; } = [];

        /// <summary>Tells what refuses in this respect, or how it is if nothing does.</summary>
        public void Judge(string topic, string good, Predicate<Refusal> about, string? bad = null)
        {
            var told = untold.FindAll(about);
            untold.RemoveAll(about);
            Lines.AddRange(told.Count > 0
                ? told.Select(refusal => new ExplanationLine(ExplanationMark.Bad, topic, bad ?? refusal.Sentence, refusal.Code))
                : [new ExplanationLine(ExplanationMark.Good, topic, good)]);
        }

        public void Open(string topic, string sentence) => Lines.Add(new ExplanationLine(ExplanationMark.Open, topic, sentence));

        public void Rest() => Lines.AddRange(untold.Select(refusal => new ExplanationLine(ExplanationMark.Bad, "rules", refusal.Sentence, refusal.Code)));
    }
}
