namespace AccessBot.Cli;

/// <summary>What <c>accessbot check</c> was told.</summary>
/// <param name="File">The access rules, if not those that the settings name.</param>
/// <param name="RulesOnly">Leave the settings alone.</param>
/// <param name="Online">Look at Slack, OneLogin and the database as well.</param>
/// <param name="Explain">Who asks, by which flow, and what else they say; null for nobody.</param>
/// <param name="BreakGlass">Whether they ask in an emergency.</param>
/// <param name="Json">For a program to read.</param>
/// <param name="Verbose">Write the log.</param>
internal sealed record CheckOrder(string? File, bool RulesOnly, bool Online, IReadOnlyList<string>? Explain, bool BreakGlass, bool Json, bool Verbose)
{
    /// <summary>Whether the settings are looked at: a file by itself is judged without.</summary>
    public bool NeedsSettings => Online || Explain is not null || (File is null && !RulesOnly);
}
