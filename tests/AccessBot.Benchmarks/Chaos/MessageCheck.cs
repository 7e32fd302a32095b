using AccessBot.Sandbox.Slack;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Compares what stands in Slack with the rows, and with when it became so.</summary>
internal static class MessageCheck
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(5);

    /// <summary>What is wrong with the messages of one request.</summary>
    /// <param name="life">The request.</param>
    /// <param name="notices">What the database says of its messages.</param>
    /// <param name="find">Finds a message by channel and time stamp.</param>
    public static IEnumerable<string> Faults(Life life, IEnumerable<NoticeRow> notices, Func<string, string, SlackMessage?> find)
    {
        // A reminder of an end that came first was never made.
        foreach (var notice in notices.Where(notice => notice.Problem is null && notice is not { Kind: "Ending", Ts: null }))
        {
            if (notice is not { Channel: { } channel, Ts: { } ts } || find(channel, ts) is not { } message)
            {
                yield return $"the message for the {notice.Kind} is not there";
                continue;
            }

            // A closed request's message has its state in bold at the top, and nothing to click but that its requester may ask again.
            if (notice.ShownVersion != life.Row.Version || !Says(message.Text, life.Heading)
                || message.Blocks.GetRawText().Replace("\"action_id\":\"again\"", "", StringComparison.Ordinal).Contains("\"action_id\"", StringComparison.Ordinal))
            {
                yield return $"the message for the {notice.Kind} shows version {notice.ShownVersion} of {life.Row.Version}: {Top(message.Text)}";
            }

            foreach (var version in message.Versions)
            {
                var since = Says(version.Text, "Granted") ? life.Confirmed ?? DateTimeOffset.MaxValue
                    : Says(version.Text, "More time: Approved") ? life.Approved ?? DateTimeOffset.MaxValue
                    : Says(version.Text, "Expired") || Says(version.Text, "Revoked") || Says(version.Text, "Failed") ? life.Closed ?? DateTimeOffset.MaxValue
                    : DateTimeOffset.MinValue;
                if (version.At + Grain < since)
                {
                    yield return $"the message for the {notice.Kind} said at {version.At:HH:mm:ss.fff} what was so from {since:HH:mm:ss.fff} on: {Top(version.Text)}";
                }
            }
        }
    }

    private static bool Says(string text, string state) => text.StartsWith($"*{state}*", StringComparison.Ordinal);

    private static string Top(string text) => text.Split('\n')[0];
}
