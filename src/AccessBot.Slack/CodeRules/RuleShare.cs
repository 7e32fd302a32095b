using AccessBot.Core.Rules.Code;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.CodeRules;

/// <summary>How much of what Slack allows in a minute rules in C# have had.</summary>
/// <remarks>Which method is of which tier stands on its page: https://docs.slack.dev/apis/web-api/rate-limits</remarks>
internal sealed class RuleShare(SlackThrottle throttle, TimeProvider clock)
{
    /// <summary>Half of tier 4, "100+ per minute": people and members of channels.</summary>
    public const int OfMost = 50;

    /// <summary>Half of tier 3, "50+ per minute": people by their address.</summary>
    public const int OfEmails = 25;

    /// <summary>Half of tier 2, "20+ per minute": members of user groups.</summary>
    public const int OfGroups = 10;

    private readonly Dictionary<string, Queue<DateTimeOffset>> taken = new(StringComparer.Ordinal);

    /// <summary>Counts a call that is about to be made.</summary>
    /// <exception cref="RuleServiceException">It would be one too many; it isn't waited, since a rule has little time.</exception>
    public void Take(string method, int most)
    {
        var now = clock.GetUtcNow();
        if (throttle.Left(method) > TimeSpan.Zero)
        {
            throw new RuleServiceException("Slack:UNAVAILABLE", $"Slack wants to be left alone with {method} for {throttle.Left(method).TotalSeconds:0} seconds.");
        }

        lock (taken)
        {
            var calls = taken.TryGetValue(method, out var known) ? known : taken[method] = new Queue<DateTimeOffset>();
            while (calls.TryPeek(out var first) && now - first > TimeSpan.FromMinutes(1))
            {
                calls.Dequeue();
            }

            if (calls.Count >= most)
            {
                throw new RuleServiceException("Slack:UNAVAILABLE", $"Rules have asked Slack {most} times for {method} within a minute; the rest is for what people do.");
            }

            calls.Enqueue(now);
        }
    }
}
