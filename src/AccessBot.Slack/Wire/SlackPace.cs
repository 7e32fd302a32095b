namespace AccessBot.Slack.Wire;

/// <summary>Whose turn it is to post in a channel: one message a second, and none while Slack wants to be left alone with it.</summary>
/// <remarks>
/// Slack takes one message a second and channel, and may not show what comes in bursts: https://docs.slack.dev/apis/web-api/rate-limits.
/// Updates are no posts.
/// A message that a row waits for gets a turn and is to come back for it. Of thirty that are announced at once the last would hold a worker for half a
/// minute otherwise, and with PostgreSQL a connection; by its row it keeps its place through a restart as well. What would wait for no more than a
/// second is waited for, so that a nudge which comes early isn't sent away again. Who has no row goes before those who have: somebody looks at it.
/// Each process has a pace of its own; what is too much together Slack says.
/// </remarks>
internal sealed class SlackPace(TimeProvider clock)
{
    /// <summary>Between two messages in a channel.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Who doesn't come for a turn has nothing to say any more, or says it from another process.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(30);

    /// <summary>Of so many channels those that nobody waits for are forgotten.</summary>
    private const int MostLines = 1000;

    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal);

    private DateTimeOffset allClosedUntil;

    /// <summary>Takes the next turn in a channel, if it comes soon enough; if not, notes one for a message that has a name.</summary>
    public SlackTurn Take(SlackPost post, TimeSpan patience)
    {
        lock (lines)
        {
            var now = clock.GetUtcNow();
            var line = LineOf(post.Channel, now);
            line.Waiting.RemoveAll(waiting => waiting.At < now - Forgotten);
            var known = post.Name is null ? -1 : line.Waiting.FindIndex(waiting => waiting.Name == post.Name);
            var free = Latest(now, line.FreeAt, line.ClosedUntil, allClosedUntil);
            var at = known >= 0 ? Latest(free, line.Waiting[known].At)
                : post.Name is not null && line.Waiting.Count > 0 ? Latest(free, line.Waiting[^1].At + Beat)
                : free;
            if (known >= 0)
            {
                line.Waiting.RemoveAt(known);
            }

            var isTaken = at - now <= patience;
            if (isTaken)
            {
                line.FreeAt = at + Beat;
            }
            else if (post.Name is not null)
            {
                line.Waiting.Add((post.Name, at));
                line.Waiting.Sort((one, other) => one.At.CompareTo(other.At));
            }

            return new SlackTurn(at - now, isTaken);
        }
    }

    /// <summary>Slack wants to be left alone with a channel. Of two at once it is the workspace's limit, which Slack doesn't tell apart.</summary>
    public void Close(string channel, TimeSpan duration)
    {
        lock (lines)
        {
            var now = clock.GetUtcNow();
            var until = now + duration;
            if (lines.Any(other => other.Key != channel && other.Value.ClosedUntil > now))
            {
                allClosedUntil = Latest(allClosedUntil, until);
            }

            var line = LineOf(channel, now);
            line.ClosedUntil = Latest(line.ClosedUntil, until);

            // All of them later, and not all of them then.
            var later = line.Waiting.Count > 0 ? until - line.Waiting[0].At : TimeSpan.Zero;
            if (later > TimeSpan.Zero)
            {
                line.Waiting = line.Waiting.ConvertAll(waiting => (waiting.Name, waiting.At + later));
            }
        }
    }

    /// <summary>Whether Slack wants to be left alone with a channel.</summary>
    public bool IsClosed(string channel)
    {
        lock (lines)
        {
            var now = clock.GetUtcNow();
            return allClosedUntil > now || (lines.TryGetValue(channel, out var line) && line.ClosedUntil > now);
        }
    }

    private Line LineOf(string channel, DateTimeOffset now)
    {
        if (lines.TryGetValue(channel, out var known))
        {
            return known;
        }

        if (lines.Count >= MostLines)
        {
            foreach (var (idle, _) in lines.Where(line => line.Value.Waiting.Count == 0 && Latest(line.Value.FreeAt, line.Value.ClosedUntil) <= now).ToList())
            {
                lines.Remove(idle);
            }
        }

        return lines[channel] = new Line();
    }

    private static DateTimeOffset Latest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var latest = times[0];
        foreach (var time in times)
        {
            latest = time > latest ? time : latest;
        }

        return latest;
    }

    private sealed class Line
    {
        /// <summary>When the second of the last message is over.</summary>
        public DateTimeOffset FreeAt { get; set; }

        public DateTimeOffset ClosedUntil { get; set; }

        /// <summary>Who is to come when, in that order.</summary>
        public List<(string Name, DateTimeOffset At)> Waiting { get; set; } = [];
    }
}
