using AccessBot.Core.People;

namespace AccessBot.Slack.Home;

/// <summary>Somebody's App Home that was opened at some time, and how far it shows what is so.</summary>
public sealed class OpenedHome
{
    private OpenedHome() { }

    /// <summary>One that is opened for the first time, and shows nothing.</summary>
    public OpenedHome(SlackUserId person, DateTimeOffset now) => (Person, OpenedAt, ChangedAt, NextAttemptAt) = (person, now, now, now);

    /// <summary>Whose.</summary>
    public SlackUserId Person { get; private set; }

    /// <summary>When it was last opened.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When something may last have changed that it shows.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>As of when it shows things; null if it shows nothing. It is behind unless that is later than <see cref="ChangedAt"/>.</summary>
    public DateTimeOffset? ShownAt { get; private set; }

    /// <summary>A fingerprint of what it shows, to leave out what would change nothing.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>How often it could not be brought up to date in a row.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is tried again, if it is behind.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }
}
