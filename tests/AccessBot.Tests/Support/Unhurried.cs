using AccessBot.Slack.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Support;

/// <summary>For tests of other things than how many messages a second a channel gets.</summary>
internal static class Unhurried
{
    /// <summary>A pace that nobody waits for: two messages are always a second apart, by a clock of its own.</summary>
    public static SlackPace Pace() => new(new FakeTimeProvider { AutoAdvanceAmount = SlackPace.Beat });
}
