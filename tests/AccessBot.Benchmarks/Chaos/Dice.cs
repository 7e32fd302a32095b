namespace AccessBot.Benchmarks.Chaos;

/// <summary>Chance that falls the same way for the same seed, on every machine and with every runtime, which <see cref="Random"/> does not promise.</summary>
internal sealed class Dice(long seed)
{
    private ulong state = unchecked((ulong)seed);

    /// <summary>From 0 to one less than <paramref name="end"/>.</summary>
    public int Below(int end) => (int)(Next() % (ulong)end);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>A time between the two, to the millisecond.</summary>
    public TimeSpan Seconds(double least, double most) =>
        TimeSpan.FromMilliseconds((int)(least * 1000) + Below((int)((most - least) * 1000) + 1));

    // SplitMix64: https://prng.di.unimi.it/splitmix64.c
    private ulong Next()
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
