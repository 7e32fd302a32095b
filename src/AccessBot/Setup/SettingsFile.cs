using System.Text;
using System.Text.RegularExpressions;

namespace AccessBot.Setup;

/// <summary>
/// A file of settings as environment variables, <c>Section__Key=value</c>, that systemd, sh and docker's <c>--env-file</c> read. It is changed line by
/// line: what setup doesn't know stays as it is, where it is. Pure.
/// </summary>
internal sealed partial class SettingsFile
{
    public const string Heading = "# Settings of AccessBot, for systemd, sh and docker's --env-file. accessbot setup changes its own lines and leaves all others alone.";

    private readonly IReadOnlyList<Line> lines;

    private SettingsFile(IReadOnlyList<Line> lines) => this.lines = lines;

    /// <summary>One that isn't there yet.</summary>
    public static SettingsFile Empty { get; } = new([]);

    /// <summary>All of it.</summary>
    public string Text => string.Join('\n', lines.Select(line => line.Text));

    /// <summary>Every setting that is in a section, as the configuration calls it. Of two lines for one key, the last counts.</summary>
    public IReadOnlyDictionary<string, string> Settings => lines.Where(line => line.Key?.Contains(':', StringComparison.Ordinal) == true)
        .GroupBy(line => line.Key!, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Last().Value!, StringComparer.OrdinalIgnoreCase);

    public static (SettingsFile? File, string? Problem) Read(string text, string name)
    {
        var all = new List<Line>();
        foreach (var line in text.Split('\n'))
        {
            if (ReadLine(line) is not { } read)
            {
                return (null, $"{name}:{all.Count + 1}: This line goes on in the next one, or has a quote that isn't closed, so that setup can't tell what else is in it. Write it as KEY=value on one line.");
            }

            all.Add(read);
        }

        return (new SettingsFile(all), null);
    }

    /// <summary>The same with other values. A key that is there is changed where it is; others come at the end, in the order given.</summary>
    public SettingsFile With(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var changed = lines.ToList();
        foreach (var (key, value) in settings)
        {
            var at = changed.FindLastIndex(line => string.Equals(line.Key, key, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
            {
                Append(changed, new Line($"{Variable(key)}={Written(value)}", key, value));
            }
            else if (!string.Equals(changed[at].Value, value, StringComparison.Ordinal))
            {
                var old = changed[at].Text;
                changed[at] = new Line($"{old[..(old.IndexOf('=', StringComparison.Ordinal) + 1)]}{Written(value)}{(old.EndsWith('\r') ? "\r" : "")}", key, value);
            }
        }

        return new SettingsFile(changed);
    }

    /// <summary>As an environment variable.</summary>
    public static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>A value as all three readers take it; with a blank or the like, in quotes, which docker takes for a part of it.</summary>
    public static string Written(string value)
    {
        if (Bare().IsMatch(value))
        {
            return value;
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            quoted.Append(c is '"' or '\\' or '$' or '`' ? "\\" : "").Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private static void Append(List<Line> lines, Line line)
    {
        if (lines.Count == 0)
        {
            lines.Add(new Line(Heading, Key: null, Value: null));
            lines.Add(new Line("", Key: null, Value: null));
        }
        else if (lines[^1].Text.Length > 0)
        {
            lines.Add(new Line("", Key: null, Value: null));
        }

        // The last is what stands behind the last line break: nothing.
        lines.Insert(lines.Count - 1, line);
    }

    private static Line? ReadLine(string line)
    {
        if (Assignment().Match(line) is not { Success: true } found)
        {
            return new Line(line, Key: null, Value: null);
        }

        var value = Value(found.Groups["value"].Value.Trim());
        return value is null ? null : new Line(line, found.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal), value);
    }

    /// <summary>Without quotes; null if it doesn't end on its line.</summary>
    private static string? Value(string written) => written switch
    {
        ['"', .. var rest] => Closed(rest, '"'),
        ['\'', .. var rest] => Closed(rest, '\''),
        [.., '\\'] => null,
        _ => written,
    };

    private static string? Closed(string rest, char quote)
    {
        var value = new StringBuilder();
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == quote)
            {
                // What follows is another word to sh; nothing that setup would write.
                return value.ToString();
            }

            if (quote is '"' && rest[i] is '\\' && i + 1 < rest.Length && rest[i + 1] is '"' or '\\' or '$' or '`')
            {
                i++;
            }

            value.Append(rest[i]);
        }

        return null;
    }

    private sealed record Line(string Text, string? Key, string? Value);

    [GeneratedRegex(@"^\s*(export\s+)?(?<key>[A-Za-z_][A-Za-z0-9_.]*)=(?<value>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 250)]
    private static partial Regex Assignment();

    [GeneratedRegex("^[A-Za-z0-9_./:=@%+,#?-]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Bare();
}
