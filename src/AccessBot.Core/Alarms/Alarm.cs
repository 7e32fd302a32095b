namespace AccessBot.Core.Alarms;

/// <summary>Something that operators must see, as it is now. What was said of it before is not its concern.</summary>
/// <param name="Cause">
/// Names the trouble for as long as it lasts: one cause is one message. Parts are separated by slashes, the first part is who
/// raises it: <c>overdue/unanswered</c>.
/// </param>
/// <param name="Title">What it is, as a phrase that is true of it when it is over, too. Goes to the log: no people in it.</param>
/// <param name="Lines">The facts, one a line, the most important first. Plain text; names and the like are escaped where it is shown.</param>
/// <param name="Since">Since when.</param>
public sealed record Alarm(string Cause, string Title, IReadOnlyList<string> Lines, DateTimeOffset Since)
{
    /// <summary>How many of it there are.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether it is told once and again when there is more of it, and not for as long as it is so: who has looked may leave it.</summary>
    public bool IsNews { get; init; }

    /// <summary>Whether people are called at once and then once a day only: it harms nobody to leave it for some hours.</summary>
    public bool CallsDaily { get; init; }

    /// <summary>What an operator can do; null if there is nothing.</summary>
    public string? Advice { get; init; }
}
