using System.Collections.Concurrent;

namespace AccessBot.Secrets;

/// <summary>When each secret is read again.</summary>
/// <param name="clock">The time.</param>
/// <param name="longest">How old a secret may be.</param>
internal sealed class SecretSchedule(TimeProvider clock, Func<TimeSpan> longest)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private const int MostDoublings = 10;

    private readonly ConcurrentDictionary<SecretPlace, (DateTimeOffset Due, int Failures)> plan = new();
    private bool isPlanned;

    /// <summary>What is due now.</summary>
    public IReadOnlyCollection<SecretPlace> Due => [.. plan.Where(p => p.Value.Due <= clock.GetUtcNow()).Select(p => p.Key)];

    /// <summary>For how long nothing is.</summary>
    public TimeSpan Rest
    {
        get
        {
            var rest = plan.IsEmpty ? Timeout.InfiniteTimeSpan : plan.Values.Min(p => p.Due) - clock.GetUtcNow();
            return rest > TimeSpan.Zero || plan.IsEmpty ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Takes up what is referred to since, and forgets what isn't any more.</summary>
    /// <param name="places">All that is referred to, and whether all of it that is referred to is known.</param>
    public void Plan(IReadOnlyDictionary<SecretPlace, bool> places)
    {
        foreach (var (place, isKnown) in places)
        {
            plan.AddOrUpdate(
                place,
                _ => (clock.GetUtcNow() + (isKnown && !isPlanned ? Life() : TimeSpan.Zero), 0), // Known from the start, not from long ago.
                (_, planned) => isKnown || planned.Failures > 0 ? planned : (clock.GetUtcNow(), 0));
        }

        foreach (var gone in plan.Keys.Except(places.Keys).ToList())
        {
            plan.TryRemove(gone, out _);
        }

        isPlanned = true;
    }

    /// <summary>It was read.</summary>
    /// <returns>How often in a row it could not be, before.</returns>
    public int Read(SecretPlace place)
    {
        var failures = plan.GetValueOrDefault(place).Failures;
        plan[place] = (clock.GetUtcNow() + Life(), 0);
        return failures;
    }

    /// <summary>It could not be read: it is tried again soon, and later and later.</summary>
    /// <returns>How often in a row.</returns>
    public int Failed(SecretPlace place)
    {
        var failures = plan.GetValueOrDefault(place).Failures + 1;
        var (pause, most) = (FirstPause * Math.Pow(2, Math.Min(failures - 1, MostDoublings)), longest());
        plan[place] = (clock.GetUtcNow() + (pause < most ? pause : most), failures);
        return failures;
    }

    /// <summary>It is to be read at this time, if it isn't sooner.</summary>
    public void Hurry(SecretPlace place, DateTimeOffset due)
    {
        if (plan.TryGetValue(place, out var planned) && planned.Due > due)
        {
            plan[place] = planned with { Due = due };
        }
    }

    // Up to a quarter sooner, so that processes that were started together don't ask together.
    private TimeSpan Life() => longest() * (1 - (Random.Shared.NextDouble() / 4));
}
