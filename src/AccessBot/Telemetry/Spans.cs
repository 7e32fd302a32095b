using System.Diagnostics;
using AccessBot.Core.Requests;

namespace AccessBot.Telemetry;

/// <summary>Where spans come from that are neither Slack's deliveries nor calls over HTTP.</summary>
internal static class Spans
{
    public static readonly ActivitySource Source = new(AccessMeter.Name);

    /// <summary>Says which request a span is about; by its id, which names nobody.</summary>
    public static Activity About(this Activity span, RequestId request) => span.SetTag("accessbot.request.id", request.ToString());
}
