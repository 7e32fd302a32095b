namespace AccessBot.Benchmarks;

/// <summary>Times that were measured, in milliseconds.</summary>
internal sealed class Figures(IEnumerable<TimeSpan> times)
{
    private readonly double[] sorted = [.. times.Select(t => t.TotalMilliseconds).Order()];

    public int Count => sorted.Length;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public double Max => sorted[^1];

    /// <summary>How many are below zero.</summary>
    public int Early => sorted.Count(t => t < 0);

    public string Row(string name) => $"  {name,-38} {Count,5} {P50,9:0.0} {P99,9:0.0} {Max,9:0.0}";

    // The nearest rank: a time that was measured, none between two.
    private double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
