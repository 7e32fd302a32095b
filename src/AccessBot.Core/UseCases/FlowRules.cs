using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.UseCases;

/// <summary>Asks a flow's rules in C# before its steps, and makes one answer of theirs. All at once, since somebody waits: their order decides between their answers.</summary>
/// <remarks>
/// One that fails refuses: no request is made, no approval counts, nothing is granted. It doesn't keep a denial or a withdrawal from
/// counting, though, since those give nobody anything.
/// </remarks>
internal static class FlowRules
{
    /// <summary>Why somebody isn't shown a flow, and may not send its form; null if they are.</summary>
    public static async Task<Refusal?> WhyHiddenAsync(AccessRules rules, Flow flow, RuleMatter matter, WorkspaceUser who)
    {
        var answers = await AskAsync(rules, flow, matter, who, nameof(AccessRule.ShowsAsync), (rule, context, cancel) => rule.ShowsAsync(context, cancel));
        return answers.Any(answer => answer.HasFailed) ? Refusals.RuleFailed(flow) with { Field = "flow" }
            : answers.All(answer => answer.Value) ? null
            : Refusals.NotARequester(flow);
    }

    /// <summary>What becomes of a wish that the other rules let pass.</summary>
    public static async Task<SubmitOutcome> BeforeSubmitAsync(AccessRules rules, Flow flow, Wish wish, RuleMatter matter, WorkspaceUser who, DateTimeOffset now)
    {
        var answers = await AskAsync(rules, flow, matter, who, nameof(AccessRule.BeforeSubmitAsync), (rule, context, cancel) => rule.BeforeSubmitAsync(context, cancel));
        var (least, approval, said) = (wish, (AutoRule?)null, new List<(string Rule, string Words, Refusal? Why)>());
        foreach (var (name, failed, answer) in answers)
        {
            switch (answer)
            {
                case var _ when failed:
                    said.Add((name, "failed", Failed(name)));
                    break;
                case SubmitAnswer.Denied no:
                    said.Add((name, "denies it", Refusals.AutoDenied(flow, Rule(name, RuleWords.Sentence(no.Because)))));
                    break;
                case SubmitAnswer.Approved yes:
                    approval ??= Rule(name, RuleWords.Few(yes.Because));
                    said.Add((name, $"approves it at once: {RuleWords.Few(yes.Because)}", null));
                    break;
                case SubmitAnswer.Less less when rules.Lessened(wish, flow, less.Duration, less.Target, less.Privilege, now) is { } changed && rules.Least(least, changed) is { } both:
                    least = both with { LessenedBy = least.LessenedBy is null ? name : $"{least.LessenedBy} {name}" };
                    said.Add((name, $"leaves {changed.Target}{(changed.Duration is { } duration ? $" for {DurationText.InWords(duration)}" : "")} of it", null));
                    break;
                case SubmitAnswer.Less:
                    await matter.TellAsync(name, nameof(AccessRule.BeforeSubmitAsync), "it changes what is asked for to what isn't less, or to what another rule doesn't leave.");
                    said.Add((name, "failed: it changes what is asked for to what isn't less", Failed(name)));
                    break;
                default:
                    said.Add((name, "lets it go on", null));
                    break;
            }
        }

        // The first denial says why; that a rule failed is said only where there is no other reason.
        var why = said.Select(one => one.Why).OfType<Refusal>().OrderBy(refusal => refusal.Code == RefusalCode.RuleFailed).Take(1);
        return new SubmitOutcome(least, approval, [.. why], said);

        Refusal Failed(string name) => Refusals.RuleFailed(flow) with { Field = $"rule.{name}" };
    }

    /// <summary>Whether a rule still approves at once what it approved when it was asked for; null if it can't be told.</summary>
    public static async Task<bool?> StillApprovesAsync(Flow flow, RuleMatter matter, WorkspaceUser requester, string name)
    {
        var answer = await matter.AskAsync(flow, requester, name, nameof(AccessRule.BeforeSubmitAsync), (rule, context, cancel) => rule.BeforeSubmitAsync(context, cancel));
        return answer.HasFailed ? null : answer.Value is SubmitAnswer.Approved;
    }

    /// <summary>What becomes of a click on Approve: the first rule that denies, else one that failed, else the first that has it not count, else the one that shortens most.</summary>
    public static async Task<(string Rule, ApproveAnswer Answer, bool HasFailed)?> BeforeApproveAsync(AccessRules rules, Flow flow, RuleMatter matter, WorkspaceUser who)
    {
        var answers = await AskAsync(rules, flow, matter, who, nameof(AccessRule.BeforeApproveAsync), (rule, context, cancel) => rule.BeforeApproveAsync(context, cancel));
        var said = answers.Where(answer => answer.HasFailed || answer.Value != ApproveAnswer.GoOn)
            .OrderBy(answer => answer.HasFailed ? 1 : answer.Value switch { ApproveAnswer.Denied => 0, ApproveAnswer.Ignored => 2, _ => 3 })
            .ThenBy(answer => (answer.Value as ApproveAnswer.Shorter)?.Duration ?? TimeSpan.Zero).ToList();
        return said.Count == 0 ? null : (said[0].Rule, said[0].Value, said[0].HasFailed);
    }

    /// <summary>Why a click on Deny doesn't count; null if it does.</summary>
    public static Task<Refusal?> BeforeDenyAsync(AccessRules rules, Flow flow, RuleMatter matter, WorkspaceUser who) =>
        WhyIgnoredAsync(rules, flow, matter, who, nameof(AccessRule.BeforeDenyAsync), (rule, context, cancel) => rule.BeforeDenyAsync(context, cancel));

    /// <summary>Why a request isn't withdrawn; null if it is.</summary>
    public static Task<Refusal?> BeforeCancelAsync(AccessRules rules, Flow flow, RuleMatter matter, WorkspaceUser who) =>
        WhyIgnoredAsync(rules, flow, matter, who, nameof(AccessRule.BeforeCancelAsync), (rule, context, cancel) => rule.BeforeCancelAsync(context, cancel));

    /// <summary>Why what was approved isn't given; null if it is.</summary>
    /// <exception cref="RuleFailedException">It can't be told.</exception>
    public static async Task<string?> BeforeGrantAsync(AccessRules rules, Flow flow, RuleMatter matter)
    {
        var answers = await AskAsync(rules, flow, matter, who: null, nameof(AccessRule.BeforeGrantAsync), (rule, context, cancel) => rule.BeforeGrantAsync(context, cancel));
        return answers.FirstOrDefault(answer => answer.Value is GrantAnswer.Denied) is { Value: GrantAnswer.Denied no } denial ? $"The rule {denial.Rule} refuses it: {RuleWords.Sentence(no.Because)}"
            : answers.Any(answer => answer.HasFailed) ? throw new RuleFailedException(answers.First(answer => answer.HasFailed).Rule)
            : null;
    }

    /// <summary>Why access isn't given for longer, by the rules that are asked before it is given; null if it is.</summary>
    public static async Task<Refusal?> BeforeMoreAsync(AccessRules rules, Flow flow, RuleMatter matter)
    {
        try
        {
            return await BeforeGrantAsync(rules, flow, matter) is { } why ? Refusals.RuleIgnores(why) : null;
        }
        catch (RuleFailedException)
        {
            return Refusals.RuleFailed(flow);
        }
    }

    private static async Task<Refusal?> WhyIgnoredAsync(AccessRules rules, Flow flow, RuleMatter matter, WorkspaceUser who, string method,
        Func<AccessRule, RuleContext, CancellationToken, ValueTask<ClickAnswer>> ask)
    {
        var answers = await AskAsync(rules, flow, matter, who, method, ask);
        return answers.Select(answer => answer.Value).OfType<ClickAnswer.Ignored>().FirstOrDefault() is { } ignored ? Refusals.RuleIgnores(RuleWords.Sentence(ignored.Message)) : null;
    }

    private static AutoRule Rule(string name, string because) => new(name, new Condition(), because);

    private static async Task<IReadOnlyList<(string Rule, bool HasFailed, T Value)>> AskAsync<T>(AccessRules rules, Flow flow, RuleMatter matter, WorkspaceUser? who, string method,
        Func<AccessRule, RuleContext, CancellationToken, ValueTask<T>> ask) =>
        await Task.WhenAll(flow.Rules.Where(name => rules.Code.Has(name, method)).Select(async name =>
        {
            var answer = await matter.AskAsync(flow, who, name, method, ask);
            return (name, answer.HasFailed, answer.Value);
        }));
}
