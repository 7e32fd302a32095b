using System.Text.RegularExpressions;
using AccessBot.Secrets;

namespace AccessBot.Setup;

/// <summary>Where the secrets of this run are kept. Those that are kept somewhere already stay there.</summary>
internal sealed partial class PlacesStep(Dialogue dialogue, SettingsDraft draft, string folder)
{
    /// <summary>By setting: the reference that stands in the settings.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AskAsync(CancellationToken cancel)
    {
        var secrets = draft.NewSecrets;
        if (secrets.Count == 0)
        {
            return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        }

        dialogue.Heading("Where secrets are kept");
        var isInAws = await dialogue.ChooseAsync(
            "Secrets", draft.Before.Settings.Values.Any(IsInSecretsManager), cancel,
            (false, $"In files here, {SecretsFolder}, which only you may read"),
            (true, "In AWS Secrets Manager"));
        return isInAws ? await InSecretsManagerAsync(secrets, cancel) : InFiles(secrets);
    }

    private string SecretsFolder => Path.Combine(folder, "secrets");

    private Dictionary<string, string> InFiles(IReadOnlyList<KeptSecret> secrets) => secrets.ToDictionary(
        secret => secret.Setting, secret => $"{SecretReference.File}{Path.Combine(SecretsFolder, secret.File)}", StringComparer.OrdinalIgnoreCase);

    private async Task<IReadOnlyDictionary<string, string>> InSecretsManagerAsync(IReadOnlyList<KeptSecret> secrets, CancellationToken cancel)
    {
        var environment = await dialogue.TextAsync(
            "Which AccessBot it is: the value of the tag AccessBotEnv, by which its role reads them", "production", text => Named(text, "production"), cancel);
        var places = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in secrets.GroupBy(secret => secret.Group, StringComparer.Ordinal))
        {
            var name = await dialogue.TextAsync(
                $"Name of the secret for {string.Join(" and ", group.Select(secret => secret.Property))}", NameSoFar(group.Key) ?? $"accessbot/{environment}/{group.Key}",
                text => Named(text, $"accessbot/production/{group.Key}"), cancel);
            foreach (var secret in group)
            {
                places[secret.Setting] = $"{SecretReference.SecretsManager}{name}#{secret.Property}";
            }
        }

        dialogue.Say("Setup writes no secret to AWS. Do it in another terminal: each command waits for the JSON, so paste it with your values in it, then Enter and Ctrl-D. "
            + "So no value is in the shell's history. create-secret is for one that isn't there yet, put-secret-value for one that is.");
        foreach (var secret in places.Values.Select(SecretReference.Read).DistinctBy(reference => reference!.Place))
        {
            foreach (var line in SecretCommands.Of(environment, secret!.Place.Name, KeysIn(secret.Place, places)))
            {
                dialogue.Code(line);
            }
        }

        await dialogue.TextAsync("Enter goes on", "", _ => null, cancel);
        return places;
    }

    /// <summary>All that settings take from there, and not only what is new: a new version has to have it all.</summary>
    private IEnumerable<string> KeysIn(SecretPlace place, Dictionary<string, string> places) => KeptSecret.All
        .Select(secret => SecretReference.Read(places.GetValueOrDefault(secret.Setting) ?? draft[secret.Setting])).Where(reference => reference?.Place == place).Select(reference => reference!.Key).OfType<string>().Distinct(StringComparer.Ordinal);

    private string? NameSoFar(string group) => KeptSecret.All.Where(secret => secret.Group == group)
        .Select(secret => draft.Before.Settings.GetValueOrDefault(secret.Setting)).Where(value => value is not null && IsInSecretsManager(value)).Select(value => SecretReference.Read(value)!.Place.Name).FirstOrDefault();

    private static bool IsInSecretsManager(string value) => value.StartsWith(SecretReference.SecretsManager, StringComparison.Ordinal);

    private static string? Named(string text, string example) =>
        Name().IsMatch(text) ? null : $"Write letters, digits and /_+=.@- only, as Secrets Manager takes them, like {example}.";

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@:-]{1,512}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Name();
}
