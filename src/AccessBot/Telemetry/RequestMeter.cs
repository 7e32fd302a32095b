using System.Diagnostics.Metrics;
using AccessBot.Core.Requests;

namespace AccessBot.Telemetry;

/// <summary>How many requests came to which state, how long people took to decide, and how long it took from the approval to the role.</summary>
internal sealed class RequestMeter
{
    public const string StepsName = "accessbot.request.steps";
    public const string DecisionName = "accessbot.request.decision.time";
    public const string GrantName = "accessbot.grant.time";

    /// <summary>The tag with the flow's name in the access rules.</summary>
    public const string FlowTag = "accessbot.flow";

    /// <summary>The tag with the state, in lower case.</summary>
    public const string StateTag = "accessbot.request.state";

    private readonly Counter<long> steps;
    private readonly Histogram<double> decisions;
    private readonly Histogram<double> grants;

    public RequestMeter(IMeterFactory meters)
    {
        var meter = meters.Create(AccessMeter.Name);
        steps = meter.CreateCounter<long>(StepsName, "{request}", "Requests that came to a state, new ones among them.");
        decisions = meter.CreateHistogram(
            DecisionName, "s", "From when somebody asked to when people decided; what no one was asked about is left out.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [10, 30, 60, 300, 900, 1800, 3600, 14400, 28800, 86400] });
        grants = meter.CreateHistogram(
            GrantName, "s", "From an approval to OneLogin's confirmation of the role.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600] });
    }

    /// <summary>Takes a request that is in another state than before.</summary>
    /// <param name="request">As it is saved.</param>
    /// <param name="before">The state that it was in; null if it is new.</param>
    public void Record(Request request, RequestState? before)
    {
        var flow = KeyValuePair.Create<string, object?>(FlowTag, request.Flow);
        steps.Add(1, flow, KeyValuePair.Create<string, object?>(StateTag, NameOf(request.State)));
        if (before == RequestState.Requested && DecidedAt(request) is { } decided)
        {
            decisions.Record(Math.Max(0, (decided - request.RequestedAt).TotalSeconds), flow);
        }

        if (request is { State: RequestState.Granted, ApprovedAt: { } approved, GrantedAt: { } granted })
        {
            grants.Record(Math.Max(0, (granted - approved).TotalSeconds), flow);
        }
    }

    private static DateTimeOffset? DecidedAt(Request request) => request.State switch
    {
        RequestState.Approved => request.ApprovedAt,
        RequestState.Denied => request.ClosedAt,
        _ => null,
    };

#pragma warning disable CA1308 // A label of metrics, as all the others are.
    private static string NameOf(RequestState state) => state.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
