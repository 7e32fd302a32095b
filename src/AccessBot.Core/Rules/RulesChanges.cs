namespace AccessBot.Core.Rules;

/// <summary>What differs between two editions of the rules, by the names of their parts: "flow production", "admins".</summary>
/// <param name="Added">What only the later one has.</param>
/// <param name="Removed">What only the earlier one had.</param>
/// <param name="Changed">What both have, differently.</param>
public sealed record RulesChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    private const int Named = 20;

    /// <summary>Compares two editions.</summary>
    public static RulesChanges Between(RulesEdition before, RulesEdition after) => new(
        [.. after.Parts.Keys.Except(before.Parts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. before.Parts.Keys.Except(after.Parts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. after.Parts.Where(part => before.Parts.TryGetValue(part.Key, out var was) && was != part.Value).Select(part => part.Key).Order(StringComparer.Ordinal)]);

    /// <summary>In words: "added flow x; changed admins, flow y".</summary>
    public override string ToString()
    {
        var said = new[] { ("added", Added), ("removed", Removed), ("changed", Changed) }.Where(kind => kind.Item2.Count > 0)
            .Select(kind => $"{kind.Item1} {Listed(kind.Item2)}").ToList();
        return said.Count == 0 ? "nothing but comments or layout" : string.Join("; ", said);
    }

    /// <summary>Names for a line of text, the first of them if there are many.</summary>
    public static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
}
