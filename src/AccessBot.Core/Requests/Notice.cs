namespace AccessBot.Core.Requests;

/// <summary>One message that shows a request, now or as soon as Slack lets it; or what a webhook is told of it.</summary>
public sealed class Notice
{
    /// <summary>For how long a message is tried that is not taken, from its first failure on.</summary>
    public static readonly TimeSpan LongestTried = TimeSpan.FromDays(3);

    /// <summary>The <see cref="Problem"/> of a message that was tried for so long in vain.</summary>
    public const string NotTaken = "not_taken";

    private Notice() { }

    /// <param name="kind">For whom it is.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="step">The index of its step.</param>
    /// <param name="number">Its index among the messages of its step.</param>
    /// <param name="now">The time.</param>
    internal Notice(NoticeKind kind, string address, int step, int number, DateTimeOffset now)
    {
        Key = (step, number) is (0, 0) ? $"{kind}" : $"{kind}/{step + 1}/{number + 1}";
        Step = step;
        Address = address;
        NextAttemptAt = now;
    }

    /// <summary>A message that reminds the holder of the end: it is made once or not at all, and from then on shows the row as any other does.</summary>
    internal static Notice OfEnd(string holder, int number, DateTimeOffset now) => new(NoticeKind.Ending, holder, step: 0, number, now) { Reminders = 1 };

    /// <summary>
    /// Which of its request's it is: its kind and, but for the first of the first step, step and number, such as <c>Person/2/1</c>.
    /// </summary>
    public string Key { get; private set; } = "";

    /// <summary>For whom it is.</summary>
    public NoticeKind Kind => Enum.Parse<NoticeKind>(Key.Split('/')[0]);

    /// <summary>Whether it is for those who decide.</summary>
    public bool IsForApprovers => Kind is not (NoticeKind.Requester or NoticeKind.Ending);

    /// <summary>
    /// Where it goes: a channel id, a user id for a direct message, user ids with commas between them for several people, a webhook's
    /// host.
    /// </summary>
    public string Address { get; private set; } = "";

    /// <summary>The index of the step that it belongs to; 0 for the requester's.</summary>
    public int Step { get; private set; }

    /// <summary>How often approvers were to be reminded beneath it; of one that is a reminder, 1.</summary>
    public int Reminders { get; private set; }

    /// <summary>How many of these were said, or are past.</summary>
    public int RemindersSaid { get; private set; }

    /// <summary>The channel that it was posted in; a webhook's host. Null until then.</summary>
    public string? Channel { get; private set; }

    /// <summary>Slack's time stamp, which names the message in its channel; a webhook's last delivery. Null until it is posted.</summary>
    public string? Ts { get; private set; }

    /// <summary>The request's version that it shows; 0 for none yet.</summary>
    public int ShownVersion { get; private set; }

    /// <summary>A fingerprint of what it shows, to leave out updates that would change nothing.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>How often delivery has failed in a row.</summary>
    public int Attempts { get; private set; }

    /// <summary>Since when; null if the last delivery succeeded, or there was none. A wait for its turn is no failure.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>When it is tried again, if it is behind; null if it never will be.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>Slack's error code for a delivery that can't succeed, or <see cref="NotTaken"/>; null if there was none.</summary>
    public string? Problem { get; private set; }

    /// <summary>
    /// The number of the last of the request's audit entries that the thread beneath it has told, or need not tell; null until it is posted,
    /// and for messages that are older than threads.
    /// </summary>
    public int? Told { get; private set; }

    /// <summary>When it is looked what there is to tell beneath it; null if there is nothing that it shows and hasn't told.</summary>
    public DateTimeOffset? TellAt { get; private set; }

    /// <summary>Whether what happens is told in a thread beneath it. To a single person the message alone is enough: it is theirs, and its thread would be one more conversation.</summary>
    public bool HasThread => Kind is NoticeKind.Approvers or NoticeKind.Group;

    /// <summary>Whether it shows less than the request's present version and may still be delivered.</summary>
    public bool IsBehind(int version) => ShownVersion < version && NextAttemptAt is not null;

    /// <summary>Whether it is this one.</summary>
    public bool Is(Notice other) => string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <summary>Whether approvers are still to be reminded beneath it.</summary>
    public bool OwesReminder => RemindersSaid < Reminders;

    /// <summary>Nobody needs to be reminded any more: it was done, is being done, or there is no reason left.</summary>
    public void NoReminderOwed() => RemindersSaid = Reminders;

    /// <summary>The reminder that was being made was not: Slack didn't take it.</summary>
    public void ReminderNotMade() => RemindersSaid = Reminders - 1;

    internal void Remind() => Reminders++;

    /// <summary>It shows this version, which is also how many audit entries the request has by then.</summary>
    /// <remarks>What a message shows when it is posted is not told again beneath it.</remarks>
    public void Shown(string channel, string ts, int version, string fingerprint, DateTimeOffset now)
    {
        if (HasThread)
        {
            Told = string.Equals(ts, Ts, StringComparison.Ordinal) ? Told ?? ShownVersion : version;
            TellAt = Told < version ? TellAt ?? now : null;
        }

        (Channel, Ts, ShownVersion, Fingerprint) = (channel, ts, version, fingerprint);
        (Attempts, FailingSince, Problem) = (0, null, null);
        NextAttemptAt = now;
    }

    /// <summary>Everything that it shows is told beneath it, or never will be.</summary>
    public void ToldAll() => (Told, TellAt) = (ShownVersion, null);

    /// <summary>Nothing could be told beneath it now.</summary>
    public void TellLater(DateTimeOffset at) => TellAt = at;

    /// <summary>It is not to be made, or not to be brought up to date, any more.</summary>
    public void Drop() => NextAttemptAt = null;

    /// <summary>Slack could not be reached, or asked to wait.</summary>
    public void Delayed(DateTimeOffset nextAttempt, DateTimeOffset now)
    {
        Attempts++;
        FailingSince ??= now;
        NextAttemptAt = nextAttempt;
    }

    /// <summary>Whether it was tried for long enough.</summary>
    public bool IsTriedInVain(DateTimeOffset now) => now - FailingSince >= LongestTried;

    /// <summary>Others go first: nothing has failed.</summary>
    public void PutOff(DateTimeOffset turn) => NextAttemptAt = turn;

    /// <summary>Slack refuses for good: the channel is archived, say.</summary>
    public void Undeliverable(string problem)
    {
        Attempts++;
        Problem = problem;
        (NextAttemptAt, TellAt) = (null, null);
    }

    /// <summary>It was tried for long enough. This version is passed over; a later one is tried again, since Slack may be back by then.</summary>
    internal void GiveUp(int version, DateTimeOffset now)
    {
        (Problem, ShownVersion, NextAttemptAt) = (NotTaken, version, now);
        (Attempts, FailingSince) = (0, null);
    }

    /// <summary>The request changed by no more than another message's being given up: that is no reason to take up this one.</summary>
    internal void StayGivenUp(int version)
    {
        if (Problem == NotTaken && ShownVersion == version - 1)
        {
            ShownVersion = version;
        }
    }
}
