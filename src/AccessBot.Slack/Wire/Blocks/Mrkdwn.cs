using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AccessBot.Core.People;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Text with Slack's markup. Only this program's literals are markup; whatever is put into them is escaped.</summary>
/// <remarks>
/// <c>Mrkdwn.Of($"*{name}* asks")</c>: the literal parts are markup, the holes are somebody's text. There is no way in for
/// a plain string, so that no reason and no name can mention a channel, forge a link or start a line of its own.
/// https://docs.slack.dev/messaging/formatting-message-text
/// </remarks>
internal sealed partial record Mrkdwn : TextObject
{
    private readonly IReadOnlyList<MrkdwnPart> _parts;

    public Mrkdwn(IEnumerable<MrkdwnPart> parts)
    {
        _parts = [.. parts];
        var text = string.Concat(_parts.Select(part => part.Rendered));
        Text = string.IsNullOrWhiteSpace(text) ? Nothing : text;
    }

    public static Mrkdwn Empty { get; } = new([]);

    public override string Type => "mrkdwn";

    public override string Text { get; }

    /// <summary>Without it, Slack would turn "@here" or "#general" in somebody's text into the real thing.</summary>
    public override bool? Verbatim => true;

    [JsonIgnore]
    public IReadOnlyList<MrkdwnPart> Parts => _parts;

    /// <summary>Literals are markup, holes are text (one line, escaped), people, times, numbers or further markup.</summary>
    public static Mrkdwn Of(MrkdwnHandler text) => new(text.Parts);

    /// <summary>Somebody's text as a quotation, line breaks kept; each line is marked, so that none looks like ours.</summary>
    public static Mrkdwn Quote(string text) => new([new MrkdwnPart(SlackText.Lines(text.Trim()), MrkdwnPartKind.Quotation)]);

    /// <summary>
    /// What the author of the rules wrote with Slack's markup: bold, lists and links to web pages are theirs to use. Anything else in angle
    /// brackets is text, so that nothing mentions anybody and a lone <c>&lt;</c> shows.
    /// </summary>
    public static Mrkdwn Written(string text)
    {
        var lines = SlackText.Lines(text.Trim());
        var parts = new List<MrkdwnPart>();
        var at = 0;
        foreach (Match link in Link().Matches(lines))
        {
            parts.Add(new MrkdwnPart(lines[at..link.Index], MrkdwnPartKind.Words));
            parts.Add(new MrkdwnPart($"<{SlackText.Escape(link.Groups["inside"].Value)}>", MrkdwnPartKind.Markup));
            at = link.Index + link.Length;
        }

        parts.Add(new MrkdwnPart(lines[at..], MrkdwnPartKind.Words));
        return new(parts);
    }

    /// <summary>A mention of a person; it notifies them.</summary>
    public static Mrkdwn User(SlackUserId user) => Markup($"<@{user.Value}>");

    /// <summary>A link to a channel, by its id.</summary>
    public static Mrkdwn Channel(string channel) => channel.Length > 0 && channel.All(char.IsAsciiLetterOrDigit)
        ? Markup($"<#{channel}>")
        : throw new ArgumentException("Not a channel's id.", nameof(channel));

    /// <summary>A time in the reader's zone; UTC where Slack can't show that.</summary>
    /// <remarks>https://docs.slack.dev/messaging/formatting-message-text#date-formatting</remarks>
    public static Mrkdwn Date(DateTimeOffset time) =>
        Markup($"<!date^{time.ToUnixTimeSeconds()}^{{date_short_pretty}} at {{time}}|{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC>");

    /// <summary>Several texts with a literal between them: <c>Mrkdwn.Join($", ", people)</c>.</summary>
    public static Mrkdwn Join(MrkdwnHandler separator, IEnumerable<Mrkdwn> texts)
    {
        var between = separator.Parts;
        return new(texts.SelectMany((text, i) => i == 0 ? text._parts : [.. between, .. text._parts]));
    }

    /// <summary>
    /// Cut to at most so many characters, as sent: the longest of somebody's texts first, as far as needed; markup stays whole.
    /// </summary>
    public override Mrkdwn Fit(int most)
    {
        if (SlackText.Length(Text) <= most)
            return this;

        var texts = _parts.Where(part => part.Kind != MrkdwnPartKind.Markup).Select(part => part.Length).Order().ToList();
        var room = most - _parts.Where(part => part.Kind == MrkdwnPartKind.Markup).Sum(part => part.Length);

        return room >= texts.Count
            ? new Mrkdwn(_parts.Select(part => part.Cut(Share(texts, room))))
            : new Mrkdwn(Head(most));
    }

    public bool Equals(Mrkdwn? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);

    public override string ToString() => Text;

    // The length at which, when all longer texts are cut to it, everything fits.
    private static int Share(List<int> ascending, int room)
    {
        for (var i = 0; i < ascending.Count; i++)
        {
            var share = room / (ascending.Count - i);
            if (ascending[i] > share)
                return share;

            room -= ascending[i];
        }

        return int.MaxValue;
    }

    // The markup alone is too long (a list of hundreds of people): its beginning.
    private IEnumerable<MrkdwnPart> Head(int most)
    {
        var left = most - 1;
        foreach (var part in _parts)
        {
            left -= part.Length;
            if (left < 0)
                break;

            yield return part;
        }

        yield return new MrkdwnPart(SlackText.Ellipsis, MrkdwnPartKind.Markup);
    }

    [GeneratedRegex("<(?<inside>https?://[^\\s<>|]+(\\|[^<>|\\n]*)?)>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Link();

    private static Mrkdwn Markup(string markup) => new([new MrkdwnPart(markup, MrkdwnPartKind.Markup)]);
}
