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
        Detail(Trail.LastOrDefault(e => e.Action is AuditAction.Granted or AuditAction.GrantStarted or AuditAction.Extended), "endsAt") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : null;

    /// <summary>When it was to end at first, once it was granted.</summary>
    public DateTimeOffset? FirstEnd => Detail(Trail.FirstOrDefault(e => e.Action == AuditAction.Granted), "endsAt") is { } text and not "by hand" ? Time(text) : null;

    public IReadOnlyList<string> Voters => [.. Trail.Where(e => e.Action == AuditAction.Voted).Select(e => e.Actor).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether it answered for its membership at this time: told to add, and not closed.</summary>
    public bool AnswersAt(DateTimeOffset at) => Started <= at && !(Closed < at - Oracle.Grain);

    /// <summary>Each move of its end: when, from when, to when, and by which request.</summary>
    public IReadOnlyList<(DateTimeOffset At, DateTimeOffset From, DateTimeOffset To, string Request)> Extensions =>
    [
        .. Trail.Where(e => e.Action == AuditAction.Extended).Select(e => (e.At, Time(Detail(e, "from")!), Time(Detail(e, "endsAt")!), Detail(e, "request")!)),
    ];

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static string? Detail(AuditEntry? entry, string key) =>
        entry is not null && JsonSerializer.Deserialize<Dictionary<string, string?>>(entry.Detail)!.TryGetValue(key, out var value) ? value : null;

    private DateTimeOffset? At(AuditAction action) => Trail.FirstOrDefault(e => e.Action == action)?.At;
}
