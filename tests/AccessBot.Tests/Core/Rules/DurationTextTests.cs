using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("30s", "30 seconds")]
    [InlineData("1m", "1 minute")]
    [InlineData("90m", "1 hour 30 minutes")]
    [InlineData("4h", "4 hours")]
    [InlineData("36h", "1 day 12 hours")]
    [InlineData("365d", "365 days")]
    public void A_duration_is_read_and_said(string written, string said)
    {
        var trouble = DurationText.Read(written, out var duration);

        Assert.Null(trouble);
        Assert.Equal(said, DurationText.InWords(duration));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("0m", "is zero")]
    [InlineData("-5m", "is negative")]
    [InlineData("30", "has no unit")]
    [InlineData("m", "is not a duration")]
    [InlineData("1hm", "is not a duration")]
    [InlineData("1w", "is not a duration")]
    [InlineData("1.5h", "is not a duration")]
    [InlineData("1 h", "is not a duration")]
    [InlineData("1H", "is not a duration")]
    [InlineData("٣h", "is not a duration")]
    [InlineData("1:00:00", "is not a duration")]
    [InlineData("366d", "is more than 365 days")]
    [InlineData("99999999999999999999999d", "is more than 365 days")]
    [InlineData("9223372036854775807s", "is more than 365 days")]
    public void What_is_no_duration_says_why(string written, string why)
    {
        var trouble = DurationText.Read(written, out _);

        Assert.Equal(why, trouble);
    }
}
