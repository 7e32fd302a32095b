namespace AccessBot.Core.Alarms;

/// <summary>
/// An alarm as operators have it before them: what it says, how far it was noticed, which message shows it. A row, so that a
/// restart or another node goes on with the same message.
/// </summary>
public sealed class RaisedAlarm
{
    /// <summary>What comes back so soon after its end is the same trouble: its message is taken up again instead of a new one for each time.</summary>
    public static readonly TimeSpan Relapse = TimeSpan.FromMinutes(15);

    private RaisedAlarm() { }

    /// <summary>A new one, which nobody has seen.</summary>
    public RaisedAlarm(string cause) => Cause = cause;

    /// <summary><see cref="Alarm.Cause"/>.</summary>
    public string Cause { get; private set; } = "";

    /// <summary><see cref="Alarm.Title"/>.</summary>
    public string Title { get; private set; } = "";

    /// <summary><see cref="Alarm.Lines"/>.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    /// <summary><see cref="Alarm.Count"/>.</summary>
    public int Count { get; private set; }

    /// <summary><see cref="Alarm.Advice"/>.</summary>
    public string? Advice { get; private set; }

    /// <summary>Since when, this time.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>When it was last found to be so.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>Something that is told once, see <see cref="Alarm.IsNews"/>, or that happened and is over.</summary>
    public bool IsEvent { get; private set; }

    /// <summary><see cref="Alarm.CallsDaily"/>.</summary>
    public bool CallsDaily { get; private set; }

    /// <summary>How far it has come, see <see cref="AlarmStage"/>; 0 for not noticed yet.</summary>
    public int Stage { get; private set; }

    /// <summary>The stage that people were called for in Slack.</summary>
    public int CalledStage { get; private set; }

    /// <summary>The channel of its message; null until there is one.</summary>
    public string? Channel { get; private set; }

    /// <summary>Slack's time stamp of its message.</summary>
    public string? Ts { get; private set; }

    /// <summary>A fingerprint of what the message shows, to leave out updates that would change nothing.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>When it was over; null while it lasts.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>When Slack showed all there is to say; null while something may be left.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>It is so, now.</summary>
    public void Seen(Alarm alarm, DateTimeOffset now)
    {
        var known = SeenAt != default;
        if (ResolvedAt is { } over)
        {
            Relapsed(alarm, anew: now - over > Relapse);
        }
        else if (alarm.IsNews && alarm.Count > Count)
        {
            (Stage, CalledStage) = (0, 0);
        }

        Since = known && ResolvedAt is null && Since < alarm.Since ? Since : alarm.Since;
        (Title, Lines, Count, Advice) = (alarm.Title, alarm.Lines, alarm.Count, alarm.Advice);
        (SeenAt, ResolvedAt, DoneAt, IsEvent, CallsDaily) = (now, null, null, alarm.IsNews, alarm.CallsDaily);
    }

    /// <summary>It happened: there is nothing to wait for.</summary>
    public void Happened(Alarm alarm, DateTimeOffset now)
    {
        Seen(alarm, now);
        (IsEvent, ResolvedAt) = (true, now);
    }

    /// <summary>Moves it on to the stage that its age is worth.</summary>
    /// <returns>Whether that is a further one, to be noticed.</returns>
    public bool Advance(DateTimeOffset now)
    {
        var stage = IsEvent ? AlarmStage.First : CallsDaily ? AlarmStage.DailyAfter(now - Since) : AlarmStage.After(now - Since);
        if (stage <= Stage)
        {
            return false;
        }

        Stage = stage;
        return true;
    }

    /// <summary>It is over.</summary>
    public void Resolve(DateTimeOffset now) => ResolvedAt ??= now;

    /// <summary>A message shows it as it is.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="ts">Which.</param>
    /// <param name="fingerprint">What it shows.</param>
    /// <param name="isNew">Whether it was posted now: then people see it without being called.</param>
    public void Shown(string channel, string ts, string fingerprint, bool isNew)
    {
        (Channel, Ts, Fingerprint) = (channel, ts, fingerprint);
        if (isNew)
        {
            CalledStage = Stage;
        }
    }

    /// <summary>People were called for its present stage.</summary>
    public void Called() => CalledStage = Stage;

    /// <summary>Nothing is left to say until it comes again.</summary>
    public void Done(DateTimeOffset now) => DoneAt = ResolvedAt is null ? null : now;

    private void Relapsed(Alarm alarm, bool anew)
    {
        Stage = 0;
        if (anew)
        {
            (Channel, Ts, Fingerprint, CalledStage) = (null, null, null, 0);
        }
        else if (alarm.Since > Since)
        {
            // Young again: people are called at its quarter of an hour as ever, but not for its being back.
            CalledStage = Math.Min(CalledStage, AlarmStage.First);
        }
    }
}
