using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Computes the audit trail's chain anew, by its description: each hash is that of the entry's values and of the hash before it.</summary>
internal static class AuditChain
{
    /// <summary>What is wrong with one stream, whose entries are given in their order.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<TrailEntry> stream)
    {
        var (number, hash) = (0, "");
        foreach (var entry in stream)
        {
            if (entry.Number != ++number)
            {
                yield return $"after number {number - 1} comes {entry.Number}";
                number = entry.Number;
            }

            if (entry.PreviousHash != hash)
            {
                yield return $"number {number} does not have the hash of the one before";
            }

            if (entry.Hash != HashOf(entry))
            {
                yield return $"number {number} does not have the hash of its values";
            }

            hash = entry.Hash;
        }
    }

    /// <summary>What is wrong with a request's stream beside its row.</summary>
    public static IEnumerable<string> Faults(Life life)
    {
        var (row, trail) = (life.Row, life.Trail);
        foreach (var fault in Faults(trail))
        {
            yield return fault;
        }

        if (trail.Count != row.AuditCount || trail.LastOrDefault()?.Hash != row.AuditHead)
        {
            yield return $"the row counts {row.AuditCount} entries with another last hash than the {trail.Count} that there are";
        }

        if (trail.Zip(trail.Skip(1)).Any(pair => pair.First.After != pair.Second.Before) || trail.LastOrDefault()?.After != row.State)
        {
            yield return "a state has no entry";
        }
    }

    private static string HashOf(TrailEntry entry) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string?[]>(
    [
        entry.Stream,
        entry.Number.ToString(CultureInfo.InvariantCulture),
        entry.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        entry.Action,
        entry.Actor,
        entry.Where,
        entry.Before,
        entry.After,
        entry.Detail,
        entry.PreviousHash,
    ])));
}
