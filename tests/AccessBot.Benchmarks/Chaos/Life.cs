using System.Globalization;
using System.Text.Json;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>A request's life, as its audit trail tells it: what people were told.</summary>
internal sealed class Life(RequestRow row, IReadOnlyList<TrailEntry> trail)
{
    public RequestRow Row { get; } = row;

    public IReadOnlyList<TrailEntry> Trail { get; } = trail;

    public DateTimeOffset? Approved { get; } = At(trail, "Approved");

    /// <summary>From when OneLogin may have been told to add.</summary>
    public DateTimeOffset? Started { get; } = At(trail, "GrantStarted");

    /// <summary>From when it was said to be granted.</summary>
    public DateTimeOffset? Confirmed { get; } = At(trail, "Granted");

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? Closed { get; } = row.ClosedAt;

    /// <summary>
    /// When it had to end: at its time, as last extended, or when somebody ended it, it was given up, or denied while it was being given. That
    /// AccessBot says that it is time is no end of its own. Null for one that was never begun.
    /// </summary>
    public DateTimeOffset? End { get; } = Earlier(trail.FirstOrDefault(e => e is { Action: "EndDue", Actor: not "accessbot" })?.At ?? At(trail, "GivenUp") ?? At(trail, "Denied"), EndOf(trail));

    /// <summary>When its time was over as last said; null for one that was never begun.</summary>
    public DateTimeOffset? TimeOver { get; } = EndOf(trail);

    /// <summary>When it was given up without ever being granted.</summary>
    public DateTimeOffset? GivenUp { get; } = At(trail, "GivenUp");

    /// <summary>Whether the membership was found there before it was begun.</summary>
    public bool FoundBefore { get; } = Detail(trail.FirstOrDefault(e => e.Action == "GrantStarted"), "hadRoleBefore") == "True";

    /// <summary>The requests for more time by which its end was moved.</summary>
    public IReadOnlyList<string> ExtendedBy { get; } = [.. trail.Where(e => e.Action == "Extended").Select(e => Detail(e, "request")).OfType<string>()];

    public IReadOnlyList<string> Voters { get; } = [.. trail.Where(e => e.Action == "Voted").Select(e => e.Actor)];

    /// <summary>What stands in bold at the top of its messages when it is closed.</summary>
    public string Heading => Row.Extends is null ? Row.State : $"More time: {Row.State}";

    /// <summary>Whether it answered for its place at some time between the two.</summary>
    public bool AnsweredIn(DateTimeOffset from, DateTimeOffset to) => Started <= to && !(Closed < from);

    public override string ToString() => string.Join(Environment.NewLine, [$"{Row} is {Row.State}", .. Trail.Select(entry => $"  {entry}")]);

    private static DateTimeOffset? At(IReadOnlyList<TrailEntry> trail, string action) => trail.FirstOrDefault(e => e.Action == action)?.At;

    private static DateTimeOffset? EndOf(IReadOnlyList<TrailEntry> trail) =>
        DateTimeOffset.TryParse(Detail(trail.LastOrDefault(e => e.Action is "Granted" or "GrantStarted" or "Extended"), "endsAt"),
            CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var end) ? end : null;

    private static string? Detail(TrailEntry? entry, string key) =>
        entry is not null && JsonSerializer.Deserialize<Dictionary<string, string?>>(entry.Detail)!.TryGetValue(key, out var value) ? value : null;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other is null || one < other ? one : other;
}
