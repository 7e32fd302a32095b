using AccessBot.Core.People;

namespace AccessBot.Slack.Home;

/// <summary>The App Homes that were ever opened, in the database.</summary>
public interface IOpenedHomes
{
    /// <summary>One, or null if that person never opened it.</summary>
    Task<OpenedHome?> FindAsync(SlackUserId person, CancellationToken cancel);

    /// <summary>Notes that somebody opened theirs; it is behind from then on.</summary>
    Task OpenAsync(SlackUserId person, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Whether there are any that were opened since then.</summary>
    Task<bool> AreAnyAsync(DateTimeOffset openedSince, CancellationToken cancel);

    /// <summary>Notes that something may have changed that they show.</summary>
    /// <param name="people">Whose; null for all.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task MarkAsync(IReadOnlyCollection<SlackUserId>? people, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Whose are behind and may be brought up to date by this time, longest behind first; only those opened since then.</summary>
    Task<IReadOnlyList<SlackUserId>> BehindAsync(DateTimeOffset now, DateTimeOffset openedSince, int most, CancellationToken cancel);

    /// <summary>Notes what one shows, and as of when.</summary>
    Task ShownAsync(SlackUserId person, string fingerprint, DateTimeOffset asOf, CancellationToken cancel);

    /// <summary>Notes that one could not be brought up to date, and when it is tried again.</summary>
    Task DelayAsync(SlackUserId person, DateTimeOffset next, CancellationToken cancel);

    /// <summary>What has happened since then, by the audit entries.</summary>
    /// <param name="since">At this time or later.</param>
    /// <param name="most">How much at most.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<HomeChange>> ChangesAsync(DateTimeOffset since, int most, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, brings this one up to date, then holds it until disposed.</summary>
    Task<IAsyncDisposable> HoldAsync(SlackUserId person, CancellationToken cancel);
}
