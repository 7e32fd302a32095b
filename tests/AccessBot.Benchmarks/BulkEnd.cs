using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Benchmarks;

/// <summary>How many grants ended, by what OneLogin saw.</summary>
internal sealed record BulkEnd
{
    /// <summary>From the end of each grant to its effective removal; of those that were removed.</summary>
    public required Figures Lateness { get; init; }

    /// <summary>How many still were in their role.</summary>
    public required int Missing { get; init; }

    /// <summary>Every call, the one for the token included.</summary>
    public required IReadOnlyList<OneLoginCall> Calls { get; init; }

    public required int MostAtOnce { get; init; }

    /// <summary>From the end of each grant to its row's saying that it is over; null where there are no rows.</summary>
    public Figures? Closed { get; init; }

    /// <summary>From the first end to Slack's showing the last one; null if it did not come to that.</summary>
    public TimeSpan? Shown { get; init; }

    public int Early => Lateness.Early;

    public TimeSpan LastOut => TimeSpan.FromMilliseconds(Lateness.Max);

    public double CallsPerRevocation => (double)Calls.Count / Math.Max(1, Lateness.Count);

    /// <exception cref="InvalidOperationException">It took too long to get here, so that a figure would say nothing.</exception>
    public static void MustBeAhead(DateTimeOffset end)
    {
        if (TimeProvider.System.GetUtcNow() >= end)
        {
            throw new InvalidOperationException("The grants ended before all was ready: the machine is too busy for this many.");
        }
    }

    /// <summary>Waits until everybody is out of their role, or for so long.</summary>
    public static async Task WaitAsync(OneLoginTenant tenant, IReadOnlyDictionary<long, DateTimeOffset> ends, DateTimeOffset until)
    {
        var left = ends.Keys.ToHashSet();
        var seen = 0;
        try
        {
            await tenant.WaitForAsync(_ => IsOver(), until - TimeProvider.System.GetUtcNow());
        }
        catch (TimeoutException)
        {
            // Said with the figures, as those that are not out.
        }

        bool IsOver()
        {
            var writes = tenant.Calls.Writes;
            left.ExceptWith(Removal.In(writes.Skip(seen)).Select(r => r.User));
            seen = writes.Count;
            return left.Count == 0;
        }
    }

    public static BulkEnd Of(OneLoginTenant tenant, IReadOnlyDictionary<long, DateTimeOffset> ends)
    {
        var removals = Removal.In(tenant.Calls.Writes).GroupBy(r => r.User).ToDictionary(g => g.Key, g => g.Min(r => r.At));
        return new BulkEnd
        {
            Lateness = new Figures(removals.Select(r => r.Value - ends[r.Key])),
            Missing = ends.Count - removals.Count,
            Calls = tenant.Calls.All,
            MostAtOnce = tenant.Calls.MostAtOnce,
        };
    }

    public int Answered(int status) => Calls.Count(c => c.Status == status);
}
