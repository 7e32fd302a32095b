using System.Globalization;
using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support.Promises;

/// <summary>A request's life as its audit trail tells it.</summary>
internal sealed record Life(Request Row, IReadOnlyList<AuditEntry> Trail)
{
    public DateTimeOffset? Approved => At(AuditAction.Approved);

    public DateTimeOffset? Started => At(AuditAction.GrantStarted);

    public DateTimeOffset? Granted => At(AuditAction.Granted);

    /// <summary>When somebody ended it, its time was over, it was given up, or denied.</summary>
    public DateTimeOffset? EndDue => At(AuditAction.EndDue) ?? At(AuditAction.GivenUp) ?? At(AuditAction.Denied);

    public DateTimeOffset? Closed => At(AuditAction.Ended);

    /// <summary>When it was to end, as last written down; null for one that ends by hand.</summary>
    public DateTimeOffset? EndsAt =>
        Detail(Trail.LastOrDefault(e => e.Action is AuditAction.Granted or AuditAction.GrantStarted), "endsAt") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : null;

    public IReadOnlyList<string> Voters => [.. Trail.Where(e => e.Action == AuditAction.Voted).Select(e => e.Actor).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether it answered for its membership at this time: told to add, and not closed.</summary>
    public bool AnswersAt(DateTimeOffset at) => Started <= at && !(Closed < at - Oracle.Grain);

    private static string? Detail(AuditEntry? entry, string key) =>
        entry is not null && JsonSerializer.Deserialize<Dictionary<string, string?>>(entry.Detail)!.TryGetValue(key, out var value) ? value : null;

    private DateTimeOffset? At(AuditAction action) => Trail.FirstOrDefault(e => e.Action == action)?.At;
}
