using AccessBot.Core.People;
using AccessBot.Slack.Wire.Blocks;
using CsCheck;

namespace AccessBot.Tests.Slack.Wire;

public sealed class MrkdwnTests
{
    private static readonly SlackUserId Ana = SlackUserId.Parse("U0ANA");

    [Fact]
    public void Literals_are_markup_and_holes_are_text() =>
        Assert.Equal("*&lt;!channel&gt; &amp; co* <@U0ANA> 3", Mrkdwn.Of($"*{"<!channel> & co"}* {Ana} {3}").Text);

    [Fact]
    public void Whatever_somebody_writes_is_no_markup_and_starts_no_line() =>
        HostileText.Any.Sample(text =>
        {
            var said = Mrkdwn.Of($"*{text}*").Text;

            Assert.DoesNotContain('<', said);
            Assert.DoesNotContain('>', said);
            Assert.DoesNotContain('\n', said);
            AssertEscaped(said);
        });

    [Fact]
    public void Whatever_somebody_writes_stays_in_its_quotation() =>
        HostileText.Any.Sample(text =>
        {
            var lines = Mrkdwn.Of($"Reason:\n{Mrkdwn.Quote(text)}\nBye").Text.Split('\n');

            Assert.Equal(("Reason:", "Bye"), (lines[0], lines[^1]));
            Assert.All(lines[1..^1], line => Assert.StartsWith(">", line, StringComparison.Ordinal));
            Assert.All(lines[1..^1], line => Assert.DoesNotContain('<', line));
            Assert.All(lines[1..^1], line => Assert.DoesNotContain('>', line[1..]));
        });

    [Fact]
    public void Text_is_cut_so_that_all_fits_and_markup_is_not() =>
        Gen.Select(HostileText.Any, HostileText.Any, Gen.Int[60, 300]).Sample((name, reason, most) =>
        {
            var cut = Mrkdwn.Of($"*{name}* by {Ana}\n{Mrkdwn.Quote(reason)}\nEnd.").Fit(most).Text;

            Assert.True(SlackText.Length(cut) <= most, cut);
            Assert.StartsWith("*", cut, StringComparison.Ordinal);
            Assert.Contains("* by <@U0ANA>\n>", cut, StringComparison.Ordinal);
            Assert.EndsWith("\nEnd.", cut, StringComparison.Ordinal);
            AssertEscaped(cut);
        });

    [Fact]
    public void The_longest_text_is_cut_first() =>
        Assert.Equal("short: xxxxxx…", Mrkdwn.Of($"{"short"}: {new string('x', 100)}").Fit(14).Text);

    [Fact]
    public void Markup_that_is_too_long_by_itself_is_cut_between_its_parts() =>
        Assert.Equal("<@U0ANA>, <@U0ANA>…", Mrkdwn.Join($", ", Enumerable.Repeat(Mrkdwn.User(Ana), 500)).Fit(20).Text);

    [Fact]
    public void A_time_is_shown_in_the_readers_zone() =>
        Assert.Equal(
            "until <!date^1772445600^{date_short_pretty} at {time}|2026-03-02 10:00 UTC>",
            Mrkdwn.Of($"until {new DateTimeOffset(2026, 3, 2, 11, 0, 0, TimeSpan.FromHours(1))}").Text);

    [Theory]
    [InlineData("")]
    [InlineData("C1|general>")]
    public void A_channel_is_an_id(string channel) => Assert.Throws<ArgumentException>(() => Mrkdwn.Channel(channel));

    private static void AssertEscaped(string text)
    {
        for (var at = text.IndexOf('&', StringComparison.Ordinal); at >= 0; at = text.IndexOf('&', at + 1))
        {
            var rest = text[at..];
            Assert.True(
                rest.StartsWith("&amp;", StringComparison.Ordinal) || rest.StartsWith("&lt;", StringComparison.Ordinal) || rest.StartsWith("&gt;", StringComparison.Ordinal),
                rest);
        }
    }
}
