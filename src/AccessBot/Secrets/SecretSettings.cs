using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace AccessBot.Secrets;

/// <summary>
/// The last of the configuration's sources: for each setting whose value is a reference, it has what the reference stands for.
/// Nothing behind the configuration sees a reference, or knows that there are any.
/// </summary>
/// <remarks>
/// It has no keys of its own and looks at the sources before it at each read: a setting that is changed there, from a literal to
/// a reference or back, is as it says at once.
/// </remarks>
internal sealed class SecretSettings : ConfigurationProvider, IConfigurationSource
{
    private const string Hidden = "…";

    // Shorter, a value says nothing by itself, and hiding it would garble sentences.
    private const int ShortestHidden = 4;

    [ThreadStatic]
    private static bool isTaking;

    private readonly IConfigurationRoot configuration;
    private volatile IReadOnlyList<(string Setting, SecretReference Reference)> references;
    private volatile SecretState state = SecretState.Nothing;

    public SecretSettings(IConfigurationRoot configuration)
    {
        this.configuration = configuration;
        references = Find();
        ChangeToken.OnChange(configuration.GetReloadToken, Follow);
    }

    /// <summary>Called when the other sources have changed, and with them perhaps what is referred to.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>What is wrong with references, as sentences, after <see cref="ReadAtStartAsync"/>. With any, the program must not start.</summary>
    public IReadOnlyList<string> ProblemsAtStart { get; private set; } = [];

    /// <summary>All secrets, as one.</summary>
    public SecretState State => state;

    /// <summary>The settings whose values are references.</summary>
    public IReadOnlyList<(string Setting, SecretReference Reference)> References => references;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        value = IsForValues(key) && SecretReference.Read(Written(key)) is { } reference ? state.Value(reference) : null;
        return value is not null;
    }

    /// <summary>What is set goes to the sources before.</summary>
    public override void Set(string key, string? value)
    {
        // Nothing here.
    }

    /// <summary>A place, with the version that was read there if it has versions.</summary>
    public string Described(SecretPlace place) => State.Reading(place)?.Version is { } version ? $"{place}, version {version}" : $"{place}";

    /// <summary>Reads everything that is referred to, so that the program can be put together.</summary>
    public async Task ReadAtStartAsync(SecretReader reader)
    {
        var reads = references.Select(r => r.Reference.Place).Distinct().ToDictionary(place => place, place => TryAsync(reader, place));
        await Task.WhenAll(reads.Values);

        var unread = reads.Where(read => read.Value.Result.Problem is not null).ToDictionary(read => read.Key, read => read.Value.Result.Problem!);
        var fresh = reads.Where(read => read.Value.Result.Reading is not null).ToDictionary(read => read.Key, read => read.Value.Result.Reading!);
        var wrong = new Dictionary<SecretReference, string>();
        Take(fresh, wrong);
        ProblemsAtStart = Sentences(references.Select(r => (r.Setting, unread.GetValueOrDefault(r.Reference.Place) ?? wrong.GetValueOrDefault(r.Reference))));
    }

    /// <summary>Puts what was read in the place of what was known, all of it at once, and has everybody look at their settings again.</summary>
    /// <param name="fresh">What was read.</param>
    /// <param name="wrong">Gets what is referred to and isn't in there; what was known of such a secret stays.</param>
    public void Take(IReadOnlyDictionary<SecretPlace, SecretReading> fresh, IDictionary<SecretReference, string> wrong)
    {
        var next = state.With(fresh, [.. references.Select(r => r.Reference)], wrong);
        var isNews = next.SaysOtherThan(state);
        state = next;
        if (!isNews)
        {
            return;
        }

        isTaking = true;
        try
        {
            OnReload();
        }
        finally
        {
            isTaking = false;
        }
    }

    /// <summary>A sentence without any secret that somebody may have quoted in it, taking it for something else.</summary>
    public string Hide(string sentence) =>
        state.Values.Where(value => value.Length >= ShortestHidden).OrderByDescending(value => value.Length)
            .Aggregate(sentence, (text, value) => text.Replace(value, Hidden, StringComparison.Ordinal));

    /// <summary>The same complaint without secrets. Said at once, since later there may be other ones.</summary>
    public OptionsValidationException Hide(OptionsValidationException e) =>
        new(e.OptionsName, e.OptionsType, [.. e.Failures.Select(Hide)]);

    /// <summary>One sentence for all settings that have the same problem.</summary>
    public static IReadOnlyList<string> Sentences(IEnumerable<(string Setting, string? Problem)> problems) =>
    [
        .. problems.Where(p => p.Problem is not null).GroupBy(p => p.Problem, p => p.Setting, StringComparer.Ordinal)
            .Select(group => $"{Listed([.. group])} can't be read: {group.Key}"),
    ];

    /// <summary>Names in a sentence: one, two and three.</summary>
    public static string Listed(IReadOnlyList<string> names) => names.Count < 2
        ? string.Concat(names)
        : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    // Settings of this program are in sections. What is not is somebody else's environment variable, whatever it begins with.
    private static bool IsForValues(string key) =>
        key.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)
        && !key.StartsWith(SecretsOptions.Section + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase);

    // Not when the change is of what is referred to, here, which changes no reference.
    private void Follow()
    {
        if (!isTaking)
        {
            references = Find();
            Changed();
        }
    }

    private List<(string Setting, SecretReference Reference)> Find() =>
    [
        .. configuration.AsEnumerable().Select(pair => pair.Key).Where(IsForValues).Order(StringComparer.Ordinal)
            .Select(key => (Key: key, Reference: SecretReference.Read(Written(key)))).Where(pair => pair.Reference is not null).Select(pair => (pair.Key, pair.Reference!)),
    ];

    private string? Written(string key)
    {
        foreach (var source in configuration.Providers.TakeWhile(provider => provider != this).Reverse())
        {
            if (source.TryGet(key, out var value))
            {
                return value;
            }
        }

        return null;
    }

    private static async Task<(SecretReading? Reading, string? Problem)> TryAsync(SecretReader reader, SecretPlace place)
    {
        try
        {
            return (await reader.ReadAsync(place, CancellationToken.None), null);
        }
        catch (SecretException e)
        {
            return (null, e.Message);
        }
    }
}
