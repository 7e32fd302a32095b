using System.Globalization;

namespace AccessBot.Core.UseCases;

/// <summary>What one comparison of the rows with OneLogin found.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it was done.</param>
/// <param name="Roles">How many roles it was about.</param>
/// <param name="Members">How many members they have.</param>
/// <param name="Theirs">How many of them were given by others, and are left alone.</param>
/// <param name="Unread">The roles that could not be compared, and why.</param>
/// <param name="Findings">What rows and OneLogin disagree about.</param>
public sealed record Comparison(
    DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Roles, int Members, int Theirs, IReadOnlyList<UnreadRole> Unread, IReadOnlyList<Finding> Findings)
{
    /// <summary>The audit entry names so many of a kind at most; the others are counted.</summary>
    private const int MostNamed = 50;

    /// <summary>The findings that somebody should look at: all but those that are just others' business.</summary>
    public IEnumerable<Finding> Notable => Findings.Where(f => f.Kind != FindingKind.Theirs);

    internal IReadOnlyDictionary<string, string?> Detail()
    {
        var detail = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["roles"] = Text(Roles),
            ["members"] = Text(Members),
            ["theirs"] = Text(Theirs),
            ["startedAt"] = $"{StartedAt:O}",
            ["unread"] = Unread.Count > 0 ? string.Join("; ", Unread.Take(MostNamed)) : null,
        };
        foreach (var kind in Notable.GroupBy(f => f.Kind))
        {
            var name = JsonName(kind.Key);
            detail[name] = Text(kind.Count());
            detail[$"{name}Which"] = string.Join("; ", kind.Take(MostNamed).Select(f =>
                f.User is { } user ? $"user {Text(user)} in role {Text(f.Role)}" : $"role {Text(f.Role)}"));
        }

        return detail;
    }

    private static string JsonName(FindingKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
