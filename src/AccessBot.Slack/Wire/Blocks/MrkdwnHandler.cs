using System.Globalization;
using System.Runtime.CompilerServices;
using AccessBot.Core.People;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Takes an interpolated string apart into markup (its literals) and text (its holes), for <see cref="Mrkdwn.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct MrkdwnHandler
{
    private readonly List<MrkdwnPart> _parts;

    public MrkdwnHandler(int literalLength, int formattedCount) => _parts = new List<MrkdwnPart>((2 * formattedCount) + 1);

    public IReadOnlyList<MrkdwnPart> Parts => _parts;

    public void AppendLiteral(string markup) => _parts.Add(new MrkdwnPart(markup, MrkdwnPartKind.Markup));

    public void AppendFormatted(string? text) => _parts.Add(new MrkdwnPart(SlackText.OneLine(text ?? ""), MrkdwnPartKind.Words));

    public void AppendFormatted(Mrkdwn text) => _parts.AddRange(text.Parts);

    public void AppendFormatted(SlackUserId user) => AppendFormatted(Mrkdwn.User(user));

    public void AppendFormatted(DateTimeOffset time) => AppendFormatted(Mrkdwn.Date(time));

    public void AppendFormatted(int number) => AppendLiteral(number.ToString(CultureInfo.InvariantCulture));
}
