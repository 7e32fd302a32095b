using System.Collections.Concurrent;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Support;

/// <summary>A rule that writes down what it is told, and does what a test has it do by that.</summary>
internal sealed class RecordingRule : AccessRule
{
    private readonly ConcurrentQueue<(string Step, RuleContext Context)> told = new();

    /// <summary>What it was told so far, with the request's state by it and who did it: <c>AfterApprove Approved U0ANA</c>.</summary>
    public IReadOnlyList<string> Told => [.. told.Select(t => $"{t.Step} {t.Context.Request!.State} {t.Context.Actor?.SlackUser}".TrimEnd())];

    /// <summary>What it was given with that.</summary>
    public IReadOnlyList<RuleContext> Contexts => [.. told.Select(t => t.Context)];

    /// <summary>What it does, by the step's name.</summary>
    public Func<string, RuleContext, CancellationToken, Task> Does { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Puts rules in force for one flow, in place of those that were, in each of a journey's processes.</summary>
    public static void PutInForce(Journey journey, string flow, params (string Name, AccessRule Rule)[] rules)
    {
        foreach (var bot in journey.Bots)
        {
            var inForce = bot.Services.GetRequiredService<RulesInForce>();
            var before = inForce.Current;
            inForce.Edition = inForce.Edition with
            {
                Rules = before with
                {
                    Code = new RuleCode(rules),
                    Flows = [.. before.Flows.Append(Given.ApprovalFlow).DistinctBy(other => other.Key).Select(other => other with { Rules = other.Key == flow ? [.. rules.Select(rule => rule.Name)] : [] })],
                },
            };
        }
    }

    public override ValueTask AfterSubmitAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("AfterSubmit", context, cancel));

    public override ValueTask AfterApproveAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("AfterApprove", context, cancel));

    public override ValueTask AfterDenyAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("AfterDeny", context, cancel));

    public override ValueTask AfterCancelAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("AfterCancel", context, cancel));

    public override ValueTask AfterGrantAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("AfterGrant", context, cancel));

    public override ValueTask BeforeRevokeAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("BeforeRevoke", context, cancel));

    public override ValueTask AfterRevokeAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("AfterRevoke", context, cancel));

    public override ValueTask AfterLapseAsync(RuleContext context, CancellationToken cancel) => new(RecordAsync("AfterLapse", context, cancel));

    private Task RecordAsync(string step, RuleContext context, CancellationToken cancel)
    {
        told.Enqueue((step, context));
        return Does(step, context, cancel);
    }
}
