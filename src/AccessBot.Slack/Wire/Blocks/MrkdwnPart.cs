using System.Text;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A stretch of <see cref="Mrkdwn"/>: ours, or somebody's.</summary>
internal sealed class MrkdwnPart
{
    private readonly string _text;

    public MrkdwnPart(string text, MrkdwnPartKind kind)
    {
        _text = text;
        Kind = kind;
        Rendered = Opening + string.Concat(kind == MrkdwnPartKind.Markup ? [text] : SlackText.Characters(text).Select(Render));
        Length = SlackText.Length(Rendered);
    }

    public MrkdwnPartKind Kind { get; }

    public string Rendered { get; }

    public int Length { get; }

    private string Opening => Kind == MrkdwnPartKind.Quotation ? ">" : "";

    /// <summary>Somebody's text at most so long as rendered, never through an escape or a character; markup as it is.</summary>
    public MrkdwnPart Cut(int most)
    {
        if (Kind == MrkdwnPartKind.Markup || Length <= most)
            return this;

        var cut = new StringBuilder();
        var left = most - 1 - Opening.Length;
        foreach (var character in SlackText.Characters(_text))
        {
            left -= SlackText.Length(Render(character));
            if (left < 0)
                break;

            cut.Append(character);
        }

        // With room for one character only, a quotation is no more than the ellipsis.
        return most <= Opening.Length
            ? new MrkdwnPart(SlackText.Ellipsis, MrkdwnPartKind.Markup)
            : new MrkdwnPart(cut.Append(SlackText.Ellipsis).ToString(), Kind);
    }

    private string Render(string character) =>
        Kind == MrkdwnPartKind.Quotation && character is "\n" ? "\n>" : SlackText.Escape(character);
}
