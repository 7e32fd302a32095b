using System.Security.Cryptography;
using System.Text;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>All that will happen and when, settled before anything does.</summary>
/// <param name="Length">How long people, faults and kills go on; what they began is then left to end.</param>
/// <param name="Seed">What chance was made from.</param>
/// <param name="Steps">In order of time.</param>
internal sealed record Plan(TimeSpan Length, long Seed, IReadOnlyList<Step> Steps)
{
    public PlanKind Kind { get; init; }

    /// <summary>The same for the same steps.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())));

    /// <summary>A line for each step.</summary>
    public override string ToString() => string.Join('\n', Steps);
}
