namespace AccessBot.Benchmarks.Chaos;

/// <summary>A stretch of time, its end not included.</summary>
internal readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To > From ? To - From : TimeSpan.Zero;

    public bool Touches(Stretch other) => From <= other.To && other.From <= To;

    /// <summary>What of this lies in none of the others.</summary>
    public IEnumerable<Stretch> Without(IEnumerable<Stretch> others)
    {
        var left = From;
        foreach (var other in others.Where(o => o.To > o.From).OrderBy(o => o.From))
        {
            if (other.From >= To)
            {
                break;
            }

            if (other.From > left)
            {
                yield return new Stretch(left, other.From);
            }

            left = other.To > left ? other.To : left;
        }

        if (left < To)
        {
            yield return new Stretch(left, To);
        }
    }

    /// <summary>How much of this lies in none of the others.</summary>
    public TimeSpan LengthWithout(IEnumerable<Stretch> others) =>
        Without(others).Aggregate(TimeSpan.Zero, (sum, stretch) => sum + stretch.Length);

    public override string ToString() => $"{From:HH:mm:ss.fff} to {To:HH:mm:ss.fff}";
}
