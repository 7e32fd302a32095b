using AccessBot.Secrets;

namespace AccessBot.Setup;

/// <summary>What is written in the end. Pure, but that it looks what is there.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Draft">The settings.</param>
/// <param name="Places">By setting: the reference to where its value is put.</param>
/// <param name="RulesFile">The access rules.</param>
/// <param name="Rules">Their text; null if they are left alone.</param>
internal sealed record SetupPlan(string Folder, SettingsDraft Draft, IReadOnlyDictionary<string, string> Places, string RulesFile, string? Rules)
{
    public const string SettingsName = "settings.env";

    public SettingsFile Settings => Draft.After(Places);

    /// <summary>Those that say something else than is there. The settings come last: they refer to the others.</summary>
    public IReadOnlyList<FileToWrite> Files =>
        [.. Secrets, .. RulesToWrite, .. Changed(new FileToWrite(Path.Combine(Folder, SettingsName), Settings.Text, IsSecret: true))];

    /// <summary>The settings that change, a line each. What might be a secret is not in them.</summary>
    public IEnumerable<string> Changes => Settings.Settings.Where(setting => !string.Equals(setting.Value, Draft.Before.Settings.GetValueOrDefault(setting.Key), StringComparison.Ordinal))
        .Select(setting => $"{SettingsFile.Variable(setting.Key)}={(SetupKeys.Shown.Contains(setting.Key, StringComparer.OrdinalIgnoreCase) || SecretReference.Read(setting.Value) is not null ? setting.Value : "…")}");

    private IEnumerable<FileToWrite> Secrets => Places.Select(place => (place.Key, SecretReference.Read(place.Value)!.Place)).Where(secret => secret.Place.IsFile)
        .SelectMany(secret => Changed(new FileToWrite(secret.Place.Name, Draft[secret.Key]!, IsSecret: true)));

    private IEnumerable<FileToWrite> RulesToWrite => Rules is null ? [] : Changed(new FileToWrite(RulesFile, Rules, IsSecret: false) { OnlyIfNew = true });

    private static FileToWrite[] Changed(FileToWrite file) => file.IsNews ? [file] : [];
}
