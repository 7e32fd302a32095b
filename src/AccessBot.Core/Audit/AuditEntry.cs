using System.Security.Cryptography;
using System.Text.Json;

namespace AccessBot.Core.Audit;

/// <summary>One thing that happened. Entries of one stream are chained: each holds the hash of the one before, so that an edit or a gap shows.</summary>
public sealed class AuditEntry
{
    private AuditEntry() { }

    /// <summary>What the entry belongs to: a request's id, or <c>person/U…</c>, <c>operator</c>, <c>dashboard</c> or <c>rules</c> for what somebody did that belongs to no single one.</summary>
    public string Stream { get; private set; } = "";

    /// <summary>1, 2, 3 … within the stream, without gaps.</summary>
    public int Number { get; private set; }

    /// <summary>When it happened, to the millisecond.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>What happened.</summary>
    public AuditAction Action { get; private set; }

    /// <summary>Slack user id, <c>operator</c>, or <c>accessbot</c>.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>Where it came from: a Slack channel id, <c>modal</c>, <c>job</c>, <c>cli</c>, <c>dashboard</c>.</summary>
    public string Where { get; private set; } = "";

    /// <summary>The request's state before; null where there is no request.</summary>
    public string? Before { get; private set; }

    /// <summary>The request's state after; null where there is no request.</summary>
    public string? After { get; private set; }

    /// <summary>Further facts, as a JSON object with its keys in order.</summary>
    public string Detail { get; private set; } = "{}";

    /// <summary>One of <see cref="Detail"/>; null if the entry doesn't say.</summary>
    public string? Fact(string key) => JsonSerializer.Deserialize<Dictionary<string, string?>>(Detail)!.GetValueOrDefault(key);

    /// <summary>The hash of the entry before in the stream; empty for the first.</summary>
    public string PreviousHash { get; private set; } = "";

    /// <summary>SHA-256 over all of the above, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The next entry of a stream whose last one has the given number and hash (0 and empty for a new stream).</summary>
    public static AuditEntry Next(string stream, int lastNumber, string lastHash, DateTimeOffset at, AuditAction action, Actor actor,
        string? before, string? after, IEnumerable<KeyValuePair<string, string?>> detail)
    {
        var entry = new AuditEntry
        {
            Stream = stream,
            Number = lastNumber + 1,
            At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
            Action = action,
            Actor = actor.ToString(),
            Where = actor.Where,
            Before = before,
            After = after,
            Detail = JsonSerializer.Serialize(new SortedDictionary<string, string?>(
                new Dictionary<string, string?>(detail.Where(d => d.Value is not null), StringComparer.Ordinal), StringComparer.Ordinal)),
            PreviousHash = lastHash,
        };
        entry.Hash = entry.ComputeHash();
        return entry;
    }

    /// <summary>What <see cref="Hash"/> must be for the other values.</summary>
    public string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string?[]>(
    [
        Stream, $"{Number}", $"{At.ToUnixTimeMilliseconds()}", Action.ToString(), Actor, Where, Before, After, Detail, PreviousHash,
    ])));
}
