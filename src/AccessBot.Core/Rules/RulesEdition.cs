namespace AccessBot.Core.Rules;

/// <summary>The access rules as they were read from one text.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Fingerprint">SHA-256 of the text, in hexadecimal: what says later which rules decided. Empty for rules that were read from none.</param>
/// <param name="Parts">Each part that can change by itself ("flow production", "admins"), as it is written without comments and layout.</param>
public sealed record RulesEdition(AccessRules Rules, string Fingerprint, IReadOnlyDictionary<string, string> Parts)
{
    private const int Short = 12;

    /// <summary>Enough of the fingerprint for people to tell it from others.</summary>
    public string Name => Fingerprint[..Math.Min(Short, Fingerprint.Length)];

    /// <summary>Rules that no text was read for.</summary>
    internal static RulesEdition Unwritten(AccessRules rules) => new(rules, "", new Dictionary<string, string>(StringComparer.Ordinal));
}
