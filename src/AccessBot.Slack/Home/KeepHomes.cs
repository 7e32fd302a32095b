using AccessBot.Core.People;

namespace AccessBot.Slack.Home;

/// <summary>Keeps App Homes as the rows are: looks what has happened, by the audit entries, and publishes the Homes that it shows in.</summary>
/// <remarks>
/// By the audit entries, since these say it whoever did it: another process, or the command line. One process at a time looks. What
/// it saw is only remembered by itself: the next that looks sees some of it again, and publishes what shows something else by then.
/// </remarks>
public sealed class KeepHomes
{
    /// <summary>How often it is looked.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Homes that were not opened for longer are brought up to date when they are opened again.</summary>
    public static readonly TimeSpan OpenedFor = TimeSpan.FromDays(7);

    /// <summary>An entry may be saved so much later than the time that it says.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private const int MostChanges = 5000;

    /// <summary>Slack takes a hundred a minute (views.publish is in its tier 4), and those whom somebody opens come first.</summary>
    private const int MostPublished = 6;

    private const int MostLookedAt = 100;

    private readonly IOpenedHomes homes;
    private readonly HomeStep step;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
    private DateTimeOffset? looked;

    internal KeepHomes(IOpenedHomes homes, HomeStep step, TimeProvider clock) => (this.homes, this.step, this.clock) = (homes, step, clock);

    /// <summary>Looks once, and publishes what is behind.</summary>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!await homes.AreAnyAsync(now - OpenedFor, cancel))
        {
            return;
        }

        await MarkAsync(now, cancel);
        var published = 0;
        foreach (var person in await homes.BehindAsync(now, now - OpenedFor, MostLookedAt, cancel))
        {
            published += await step.ShowAsync(person, cancel) ? 1 : 0;
            if (published == MostPublished)
            {
                return;
            }
        }
    }

    private async Task MarkAsync(DateTimeOffset now, CancellationToken cancel)
    {
        // At the beginning, and after a long time, what there was to see is not looked up any more.
        var since = (looked is { } last && now - last < Late ? last : (DateTimeOffset?)null) - Late;
        var changes = since is { } known ? await homes.ChangesAsync(known, MostChanges, cancel) : [];
        var news = changes.Where(change => !seen.ContainsKey(change.Entry)).ToList();
        if (since is null || changes.Count == MostChanges || news.Exists(change => change.ShowsInAll))
        {
            await homes.MarkAsync(people: null, now, cancel);
        }
        else if (news.Select(change => change.Person).OfType<SlackUserId>().Distinct().ToList() is { Count: > 0 } people)
        {
            await homes.MarkAsync(people, now, cancel);
        }

        foreach (var old in seen.Where(entry => entry.Value < now - (2 * Late)).Select(entry => entry.Key).ToList())
        {
            seen.Remove(old);
        }

        news.ForEach(change => seen[change.Entry] = change.At);
        looked = now;
    }
}
