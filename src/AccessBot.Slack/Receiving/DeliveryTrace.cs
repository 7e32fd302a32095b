using System.Diagnostics;

namespace AccessBot.Slack.Receiving;

/// <summary>The spans of what Slack delivers: that it was received, by either door, and that it was worked off, as many times as it took.</summary>
/// <remarks>They say of what kind it was and nothing that was in it.</remarks>
internal static class DeliveryTrace
{
    private static readonly ActivitySource Source = new(SlackModule.TelemetryName);

    /// <summary>Begins a trace: the web server has no span of its own that was recorded, and over Socket Mode there is no web server.</summary>
    public static Activity? Received(DeliveryKind kind)
    {
        var outer = Activity.Current;
        Activity.Current = null;
        if (Source.StartActivity("slack.delivery", ActivityKind.Consumer) is { } begun)
            return Tag(begun, kind);

        Activity.Current = outer;
        return null;
    }

    /// <summary>Goes on with the trace of a delivery; one that was found by a sweep, perhaps after a crash, has another.</summary>
    public static Activity? Handled(Delivery delivery, ActivityContext received) =>
        Source.StartActivity("slack.handle", ActivityKind.Internal, received) is { } begun ? Tag(begun, delivery.Kind) : null;

    private static Activity Tag(Activity activity, DeliveryKind kind) => activity.SetTag("accessbot.delivery.kind", kind.ToString());
}
