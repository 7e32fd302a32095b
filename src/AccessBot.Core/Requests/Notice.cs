namespace AccessBot.Core.Requests;

/// <summary>One Slack message that shows a request, now or as soon as Slack lets it.</summary>
public sealed class Notice
{
    private Notice() { }

    internal Notice(NoticeKind kind, string address, DateTimeOffset now)
    {
        Kind = kind;
        Address = address;
        NextAttemptAt = now;
    }

    /// <summary>For whom it is.</summary>
    public NoticeKind Kind { get; private set; }

    /// <summary>Where it goes: a channel id, or a user id for a direct message.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The channel that it was posted in; null until then.</summary>
    public string? Channel { get; private set; }

    /// <summary>Slack's time stamp, which names the message in its channel; null until it is posted.</summary>
    public string? Ts { get; private set; }

    /// <summary>The request's version that it shows; 0 for none yet.</summary>
    public int ShownVersion { get; private set; }

    /// <summary>A fingerprint of what it shows, to leave out updates that would change nothing.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>How often delivery has failed in a row.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is tried again, if it is behind; null if it never will be.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>Slack's error code for a delivery that can't succeed; null if there was none.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it shows less than the request's present version and may still be delivered.</summary>
    public bool IsBehind(int version) => ShownVersion < version && NextAttemptAt is not null;

    /// <summary>It shows this version.</summary>
    public void Shown(string channel, string ts, int version, string fingerprint, DateTimeOffset now)
    {
        (Channel, Ts, ShownVersion, Fingerprint) = (channel, ts, version, fingerprint);
        (Attempts, Problem) = (0, null);
        NextAttemptAt = now;
    }

    /// <summary>Slack could not be reached, or asked to wait.</summary>
    public void Delayed(DateTimeOffset nextAttempt)
    {
        Attempts++;
        NextAttemptAt = nextAttempt;
    }

    /// <summary>Slack refuses for good: the channel is archived, say.</summary>
    public void Undeliverable(string problem)
    {
        Attempts++;
        Problem = problem;
        NextAttemptAt = null;
    }
}
