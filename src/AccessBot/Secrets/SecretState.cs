using System.Collections.Frozen;

namespace AccessBot.Secrets;

/// <summary>All secrets as they are at one moment. Never changed, only replaced: two values of one secret are always of one version.</summary>
internal sealed class SecretState
{
    public static readonly SecretState Nothing = new(
        FrozenDictionary<SecretPlace, SecretReading>.Empty, FrozenDictionary<string, string>.Empty);

    private readonly FrozenDictionary<SecretPlace, SecretReading> readings;
    private readonly FrozenDictionary<string, string> values;

    private SecretState(FrozenDictionary<SecretPlace, SecretReading> readings, FrozenDictionary<string, string> values) =>
        (this.readings, this.values) = (readings, values);

    /// <summary>Every value, for hiding them.</summary>
    public IEnumerable<string> Values => values.Values;

    public SecretReading? Reading(SecretPlace place) => readings.GetValueOrDefault(place);

    /// <summary>What a reference stands for; null if it isn't known.</summary>
    public string? Value(SecretReference reference) => values.GetValueOrDefault(reference.Text);

    /// <summary>Whether any setting says something else by this than by the other.</summary>
    public bool SaysOtherThan(SecretState other) =>
        values.Count != other.values.Count || values.Any(pair => !string.Equals(pair.Value, other.values.GetValueOrDefault(pair.Key), StringComparison.Ordinal));

    /// <summary>The same with what was read anew. A reading in which something is missing that is referred to is left out as a whole.</summary>
    /// <param name="fresh">What was read.</param>
    /// <param name="references">All that there are.</param>
    /// <param name="wrong">Gets, by place, what is missing.</param>
    public SecretState With(IReadOnlyDictionary<SecretPlace, SecretReading> fresh, IReadOnlyCollection<SecretReference> references, IDictionary<SecretReference, string> wrong)
    {
        var (newReadings, newValues) = (readings.ToDictionary(), values.ToDictionary(StringComparer.Ordinal));
        foreach (var (place, reading) in fresh)
        {
            var taken = new Dictionary<string, string>(StringComparer.Ordinal);
            var isWhole = true;
            foreach (var reference in references.Where(r => r.Place == place))
            {
                try
                {
                    taken[reference.Text] = reading.Value(reference);
                }
                catch (SecretException e)
                {
                    (isWhole, wrong[reference]) = (false, e.Message);
                }
            }

            if (isWhole)
            {
                newReadings[place] = reading;
                foreach (var (text, value) in taken)
                {
                    newValues[text] = value;
                }
            }
        }

        return new(newReadings.ToFrozenDictionary(), newValues.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
