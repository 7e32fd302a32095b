using System.Diagnostics.Metrics;
using AccessBot.Core.Requests;

namespace AccessBot.Telemetry;

/// <summary>How late access ended.</summary>
internal sealed class RevocationLateness(IMeterFactory meters)
{
    public const string Name = "accessbot.revocation.lateness";

    /// <summary>The tag that says why it ended: <c>expired</c>, <c>revoked</c> or <c>failed</c>.</summary>
    public const string EndKindTag = "accessbot.end.kind";

    private readonly Histogram<double> seconds = meters.Create(AccessMeter.Name).CreateHistogram(
        Name, "s", "From when access had to end to OneLogin's confirmation that it has.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 86400] });

    /// <summary>Takes a request whose end is confirmed; one that never led to a call, or that somebody else ended, is none.</summary>
    public void Record(Request ended)
    {
        if (ended is { GrantStartedAt: not null, ClosedAt: { } closed, DueEnd: { } due, End: { } end and not EndKind.Lost })
        {
            var kind = end switch { EndKind.Expired => "expired", EndKind.Revoked => "revoked", _ => "failed" };
            seconds.Record(Math.Max(0, (closed - due).TotalSeconds), KeyValuePair.Create<string, object?>(EndKindTag, kind));
        }
    }
}
