using AccessBot.Benchmarks.Chaos;
using AccessBot.Secrets;

namespace AccessBot.Tests.Journeys;

/// <summary>A plan of chaos is made before anything happens, and is the same each time.</summary>
public sealed class ChaosPlanTests
{
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
        var hashes = Enumerable.Range(1, 20).Select(seed => PlanMaker.Make(TimeSpan.FromSeconds(30), seed).Hash).ToList();

        Assert.Equal(hashes.Distinct(StringComparer.Ordinal), hashes);
    }

    [Fact]
    public void A_plan_has_everything_in_it()
    {
        var steps = PlanMaker.Make(TimeSpan.FromMinutes(10), seed: 1).Steps;

        Assert.Equal(steps.OrderBy(step => step.At), steps);
        Assert.Equal(typeof(Step).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => type != typeof(Step.Rotate)).ToHashSet(), steps.Select(step => step.GetType()).ToHashSet());
        Assert.Equal(Enum.GetValues<OneLoginTrouble>().ToHashSet(), steps.OfType<Step.OneLoginFails>().Select(step => step.Trouble).ToHashSet());
        Assert.Equal(Enum.GetValues<SlackTrouble>().ToHashSet(), steps.OfType<Step.SlackFails>().Select(step => step.Trouble).ToHashSet());
        Assert.Equal(["approve", "cancel", "deny", "revoke"], steps.OfType<Step.Click>().Select(step => step.Button).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_plan_of_stops_kills_nothing_and_has_nothing_fail(int nodes)
    {
        var plan = PlanMaker.Stops(TimeSpan.FromMinutes(10), seed: 1, nodes);

        Assert.Equal(new[] { typeof(Step.Ask), typeof(Step.Click), typeof(Step.Extend), typeof(Step.EndProcess) }.ToHashSet(), plan.Steps.Select(step => step.GetType()).ToHashSet());
        Assert.DoesNotContain(plan.Steps.OfType<Step.EndProcess>(), step => step.Kill || step.Node >= nodes);
    }

    [Fact]
    public void A_plan_of_rotations_replaces_each_credential_more_than_a_minute_apart()
    {
        var plan = PlanMaker.Rotations(TimeSpan.FromMinutes(10), seed: 1);

        Assert.Equal(new[] { typeof(Step.Ask), typeof(Step.Click), typeof(Step.Extend), typeof(Step.Rotate) }.ToHashSet(), plan.Steps.Select(step => step.GetType()).ToHashSet());
        foreach (var times in plan.Steps.OfType<Step.Rotate>().ToLookup(step => step.Credential, step => step.At))
        {
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First > SecretKeeper.Pause, $"{times.Key} at {pair.First} and {pair.Second}"));
        }
    }

    [Fact]
    public void A_plan_of_long_ago_is_the_same_today()
    {
        Assert.StartsWith("866e422085af985e", PlanMaker.Make(TimeSpan.FromMinutes(1), seed: 1).Hash, StringComparison.Ordinal);
    }
}
