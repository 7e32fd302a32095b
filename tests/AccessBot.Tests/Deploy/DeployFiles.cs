using System.Text.RegularExpressions;
using AccessBot.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace AccessBot.Tests.Deploy;

/// <summary>The files that operators deploy by.</summary>
internal static partial class DeployFiles
{
    private static readonly string[] Folders = ["aws", "kubernetes", "systemd"];

    /// <summary>All of them that have settings in them, by their paths in the source tree.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "docker-compose.yml", "deploy/Dockerfile",
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.File($"deploy/{folder}"), "*", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/.terraform", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal),
    ];

    public static string Text(string path) => File.ReadAllText(Repository.File(path));

    public static YamlMappingNode Yaml(string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text(path)));
        return (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    /// <summary>What stands at a path of keys and places in lists.</summary>
    public static YamlNode At(this YamlNode node, params object[] path) =>
        path.Aggregate(node, (at, step) => step is int place ? ((YamlSequenceNode)at).Children[place] : ((YamlMappingNode)at).Children[(string)step]);

    /// <summary>The settings that a file gives, as <c>Section:Key</c>, with what it gives them.</summary>
    public static IEnumerable<(string Key, string Value)> SettingsIn(string path) =>
        Given().Matches(Text(path)).Select(m => (m.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal), m.Groups["value"].Value.Trim(' ', '"')));

    /// <summary>The settings that there are, by the manual's table, which another test compares with the code.</summary>
    public static IReadOnlySet<string> KnownSettings()
    {
        var manual = Text("README.md");
        var section = manual[manual.IndexOf("\n## Settings\n", StringComparison.Ordinal)..];
        return Row().Matches(section[..section.IndexOf("\n## ", 4, StringComparison.Ordinal)]).Select(m => m.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"(?<key>[A-Z][A-Za-z]+__[A-Za-z]+)(?:,\s*value:|\s*[:=])\s*(?<value>""[^""\n]*""|[^,}\n]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Given();

    [GeneratedRegex("^\\| `(?<key>[^`]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
