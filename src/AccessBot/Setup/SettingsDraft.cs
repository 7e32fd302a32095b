using AccessBot.Secrets;
using AccessBot.Slack;

namespace AccessBot.Setup;

/// <summary>The settings as they are to be: those of the file, over them those of the command line, over them what was answered.</summary>
/// <param name="file">What is there.</param>
/// <param name="given">Those of the command line, which count as answered.</param>
internal sealed class SettingsDraft(SettingsFile file, IReadOnlyDictionary<string, string> given)
{
    private readonly IReadOnlyDictionary<string, string> before = file.Settings;
    private readonly Dictionary<string, string> now = new(given, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> unasked = new(given.Keys, StringComparer.OrdinalIgnoreCase);

    /// <summary>A setting's value, or a reference to where that is; null if it is not set.</summary>
    public string? this[string key]
    {
        get => (now.GetValueOrDefault(key) ?? before.GetValueOrDefault(key)) is { Length: > 0 } value ? value : null;
        set => now[key] = value ?? "";
    }

    /// <summary>Secrets that have to be put somewhere: they were typed or given in this run.</summary>
    public IReadOnlyList<KeptSecret> NewSecrets =>
    [
        .. KeptSecret.All.Where(secret => this[secret.Setting] is { } value && SecretReference.Read(value) is null
            && now.ContainsKey(secret.Setting) && !string.Equals(value, before.GetValueOrDefault(secret.Setting), StringComparison.Ordinal)
            && (secret.Setting != SetupKeys.ConnectionString || IsPostgres)),
    ];

    public bool IsPostgres => string.Equals(this[SetupKeys.Provider], nameof(Persistence.DatabaseProvider.Postgres), StringComparison.OrdinalIgnoreCase);

    /// <summary>All of them for the command line of the program, with secrets in them: to be used in this process only.</summary>
    public string[] Arguments => [.. before.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase).Select(key => $"--{key}={this[key]}")];

    /// <summary>As the program will see it, references unread.</summary>
    public SlackOptions Slack => Bound(SlackOptions.Section, new SlackOptions());

    /// <inheritdoc cref="Slack"/>
    public OneLogin.OneLoginOptions OneLogin => Bound(AccessBot.OneLogin.OneLoginOptions.Section, new OneLogin.OneLoginOptions());

    /// <inheritdoc cref="Slack"/>
    public Persistence.DatabaseOptions Database => Bound(Persistence.DatabaseOptions.Section, new Persistence.DatabaseOptions());

    /// <summary>What the file was.</summary>
    public SettingsFile Before => file;

    /// <summary>Whether the setting was given and so isn't asked for; the second time it is, since what was given did not do.</summary>
    public bool TakeGiven(string key) => unasked.Remove(key) && this[key] is not null;

    /// <summary>The same with another value, to see what would be wrong with it.</summary>
    public SettingsDraft With(string key, string value)
    {
        var other = new SettingsDraft(file, now);
        other[key] = value;
        return other;
    }

    /// <summary>The file as it is to be.</summary>
    /// <param name="places">By setting: the reference to where a secret was put.</param>
    public SettingsFile After(IReadOnlyDictionary<string, string> places) => file.With(
        now.Keys.OrderBy(key => (uint)SetupKeys.InOrder.ToList().FindIndex(known => string.Equals(known, key, StringComparison.OrdinalIgnoreCase))).ThenBy(key => key, StringComparer.OrdinalIgnoreCase)
            .Select(key => KeyValuePair.Create(key, places.GetValueOrDefault(key) ?? now[key])));

    private T Bound<T>(string section, T options)
    {
        new ConfigurationBuilder().AddCommandLine(Arguments).Build().GetSection(section).Bind(options);
        return options;
    }
}
