using AccessBot.Benchmarks.Chaos;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>A short run of the chaos program: whole processes, killed and started again, with everything else failing as well.</summary>
public sealed class ChaosTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>The machine may be busy with other tests: how soon access ends is for the program to measure, that it ends is for this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <remarks>Asked for by name (<c>-explicit only -class '*ChaosTests'</c>): it wants the machine for itself.</remarks>
    [Fact(Explicit = true)]
    public async Task Every_promise_is_kept_through_kills_and_faults()
    {
        var binary = AccessBotUnderTest.Binary;

        var report = await ChaosRun.ExecuteAsync(
            binary, Length, seed: 3, Patience, TestContext.Current.SendDiagnosticMessage, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.True(report.IsClean, report.ToString());
    }

    [Fact]
    public void The_same_seed_makes_the_same_plan()
    {
        var (one, other) = (PlanMaker.Make(TimeSpan.FromMinutes(3), seed: 7), PlanMaker.Make(TimeSpan.FromMinutes(3), seed: 7));

        Assert.Equal(one.Steps, other.Steps);
        Assert.Equal(one.Hash, other.Hash);
    }

    [Fact]
    public void Another_seed_makes_another_plan()
    {
        var hashes = Enumerable.Range(1, 20).Select(seed => PlanMaker.Make(Length, seed).Hash).ToList();

        Assert.Equal(hashes.Distinct(StringComparer.Ordinal), hashes);
    }

    [Fact]
    public void A_plan_has_everything_in_it()
    {
        var steps = PlanMaker.Make(TimeSpan.FromMinutes(10), seed: 1).Steps;

        Assert.Equal(steps.OrderBy(step => step.At), steps);
        Assert.Equal(typeof(Step).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).ToHashSet(), steps.Select(step => step.GetType()).ToHashSet());
        Assert.Equal(Enum.GetValues<OneLoginTrouble>().ToHashSet(), steps.OfType<Step.OneLoginFails>().Select(step => step.Trouble).ToHashSet());
        Assert.Equal(Enum.GetValues<SlackTrouble>().ToHashSet(), steps.OfType<Step.SlackFails>().Select(step => step.Trouble).ToHashSet());
        Assert.Equal(["approve", "cancel", "deny", "revoke"], steps.OfType<Step.Click>().Select(step => step.Button).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_plan_of_long_ago_is_the_same_today()
    {
        Assert.StartsWith("78b56341729bbf5b", PlanMaker.Make(TimeSpan.FromMinutes(1), seed: 1).Hash, StringComparison.Ordinal);
    }
}
