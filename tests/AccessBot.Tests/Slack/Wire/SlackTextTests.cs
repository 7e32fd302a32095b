using System.Text;
using AccessBot.Slack.Wire.Blocks;
using CsCheck;

namespace AccessBot.Tests.Slack.Wire;

public sealed class SlackTextTests
{
    [Fact]
    public void Cut_text_fits_is_well_formed_and_ends_at_a_character() =>
        Gen.Select(HostileText.Any, Gen.Int[1, 200]).Sample((text, most) =>
        {
            var cut = SlackText.Cut(text, most);

            Assert.True(SlackText.Length(cut) <= most);
            Assert.Equal(cut, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
            var whole = SlackText.WellFormed(text);
            if (SlackText.Length(whole) <= most)
                Assert.Equal(whole, cut);
            else
                Assert.Contains(cut[..^1], Beginnings(whole, most));
        });

    [Theory]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 8, "👩‍👩‍👧‍👦…")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 14, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 13, "👩‍👩‍👧‍👦…")]
    [InlineData("👍🏽👍🏽👍🏽", 4, "👍🏽…")]
    [InlineData("😀😀😀", 3, "😀😀😀")]
    public void Characters_are_counted_as_slack_counts_and_cut_as_people_see_them(string text, int most, string expected) =>
        Assert.Equal(expected, SlackText.Cut(text, most));

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("a\uFFFDb", SlackText.Cut("a\uD83Db", 3));

    private static HashSet<string> Beginnings(string whole, int most)
    {
        var beginnings = new HashSet<string>(StringComparer.Ordinal) { "" };
        var beginning = "";
        foreach (var character in SlackText.Characters(whole).Take(most))
            beginnings.Add(beginning += character);

        return beginnings;
    }
}
