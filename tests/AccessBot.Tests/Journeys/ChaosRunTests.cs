using AccessBot.Benchmarks.Chaos;
using AccessBot.Persistence;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>A short run of the chaos program: whole processes, killed and started again, with everything else failing as well.</summary>
public sealed class ChaosRunTests
{
    /// <summary>How soon access ends is for the program to measure, that it ends is for this: the machine may be a slow one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Every_promise_is_kept_through_kills_and_faults()
    {
        var report = await ChaosRun.ExecuteAsync(
            AccessBotUnderTest.Binary, PlanMaker.Make(TimeSpan.FromMinutes(1), seed: 3), DatabaseProvider.Postgres, Patience, TestContext.Current.SendDiagnosticMessage, TimeProvider.System,
            TestContext.Current.CancellationToken);

        Assert.True(report.IsClean, report.ToString());
    }
}
