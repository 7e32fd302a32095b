using System.Globalization;
using AccessBot.Tests.Support;
using AccessBot.Tests.Support.Promises;
using CsCheck;

namespace AccessBot.Tests.Journeys;

/// <summary>
/// Random sequences of clicks, time and faults never break promises 1 to 3: access always ends, nobody gets access that the rules
/// don't allow, and what AccessBot did not give it does not take.
/// </summary>
/// <remarks>
/// <c>ACCESSBOT_PLANS=1000</c> in the environment runs that many plans instead of the usual few; <c>CsCheck_Seed</c> runs the plan
/// of a failure again.
/// </remarks>
public sealed class PromiseTests(ITestOutputHelper output)
{
    /// <summary>A plan takes seconds; one that hangs should fail and not hold up the run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly long? Wished =
        long.TryParse(Environment.GetEnvironmentVariable("ACCESSBOT_PLANS"), NumberStyles.None, CultureInfo.InvariantCulture, out var plans) ? plans : null;

    [Fact]
    public Task No_sequence_of_clicks_time_and_faults_breaks_a_promise_on_SQLite() => HoldAsync(Db.Sqlite, Wished ?? 20);

    [Fact]
    public Task No_sequence_of_clicks_time_and_faults_breaks_a_promise_on_Postgres() => HoldAsync(Db.Postgres, (Wished / 10) ?? 3);

    private async Task HoldAsync(Db db, long plans)
    {
        Plan? failing = null;
        try
        {
            await Plans.Any.SampleAsync(
                async plan =>
                {
                    if (await PromiseWorld.RunAsync(db, plan).WaitAsync(Patience, TimeProvider.System) is { Count: > 0 } broken)
                    {
                        failing = plan;
                        Assert.Fail(string.Join(Environment.NewLine, broken));
                    }
                },
                output.WriteLine, iter: plans, threads: 2);
        }
        catch (CsCheckException e) when (failing is not null)
        {
            var (smallest, broken) = await SmallestAsync(db, failing);
            Assert.Fail($"{e.Message}{Environment.NewLine}{Environment.NewLine}The smallest plan that was found:{smallest}"
                + $"{Environment.NewLine}{string.Join(Environment.NewLine, broken)}");
        }
    }

    /// <summary>Leaves out steps for as long as the plan still breaks a promise.</summary>
    internal static async Task<(Plan Plan, IReadOnlyList<string> Broken)> SmallestAsync(Db db, Plan plan)
    {
        var broken = await PromiseWorld.RunAsync(db, plan);
        for (var chunk = plan.Steps.Count / 2; chunk > 0; chunk /= 2)
        {
            for (var at = 0; at < plan.Steps.Count;)
            {
                var smaller = plan with { Steps = [.. plan.Steps.Take(at), .. plan.Steps.Skip(at + chunk)] };
                if (await PromiseWorld.RunAsync(db, smaller) is { Count: > 0 } still)
                {
                    (plan, broken) = (smaller, still);
                }
                else
                {
                    at += chunk;
                }
            }
        }

        return (plan, broken);
    }
}
