using System.Text;
using AccessBot.Slack.Receiving;

namespace AccessBot.Tests.Slack.Receiving;

public sealed class SignatureTests
{
    // https://docs.slack.dev/authentication/verifying-requests-from-slack
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const long Timestamp = 1531420618;
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");

    [Fact]
    public void Slacks_own_example_is_genuine() => Assert.True(IsGood());

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void It_is_good_for_five_minutes_both_ways(int secondsLater, bool good) =>
        Assert.Equal(good, IsGood(now: Timestamp + secondsLater));

    [Theory]
    [InlineData("")]
    [InlineData("v0=")]
    [InlineData("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b5")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50300")]
    [InlineData("v0=zz114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    public void Another_signature_is_not(string signature) => Assert.False(IsGood(signature: signature));

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("-1531420618")]
    [InlineData("+1531420618")]
    [InlineData(" 1531420618")]
    [InlineData("1531420618.0")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999")]
    public void A_timestamp_that_is_no_present_second_is_refused(string timestamp) => Assert.False(IsGood(timestamp: timestamp));

    [Fact]
    public void A_changed_body_is_refused() =>
        Assert.False(SlackSignature.IsGood(Secret, $"{Timestamp}", Signature, [.. Body, (byte)' '], DateTimeOffset.FromUnixTimeSeconds(Timestamp)));

    [Fact]
    public void Two_signatures_are_none() =>
        Assert.False(SlackSignature.IsGood(Secret, $"{Timestamp}", new([Signature, Signature]), Body, DateTimeOffset.FromUnixTimeSeconds(Timestamp)));

    private static bool IsGood(string? timestamp = null, string signature = Signature, long now = Timestamp) =>
        SlackSignature.IsGood(Secret, timestamp ?? $"{Timestamp}", signature, Body, DateTimeOffset.FromUnixTimeSeconds(now));
}
