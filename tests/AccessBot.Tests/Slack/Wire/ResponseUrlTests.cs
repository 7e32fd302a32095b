using AccessBot.Slack.Wire;

namespace AccessBot.Tests.Slack.Wire;

public sealed class ResponseUrlTests
{
    [Theory]
    [InlineData("https://hooks.slack.com/actions/T0/1/x", true)]
    [InlineData("https://HOOKS.slack.com/commands/1", true)]
    [InlineData("https://slack.com/x", true)]
    [InlineData("http://hooks.slack.com/x", false)]
    [InlineData("https://hooks.slack.com:8443/x", false)]
    [InlineData("https://evilslack.com/x", false)]
    [InlineData("https://hooks.slack.com.evil.test/x", false)]
    [InlineData("https://hooks.slack.com@evil.test/x", false)]
    [InlineData("https://user@hooks.slack.com/x", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("http://127.0.0.1:5005/slack/response/1", true)]
    [InlineData("http://127.0.0.1:5006/slack/response/1", false)]
    [InlineData("https://127.0.0.1:5005/slack/response/1", false)]
    [InlineData("http://localhost:5005/slack/response/1", false)]
    public void Only_slacks_addresses_and_the_apis_own_are_called(string address, bool allowed) =>
        Assert.Equal(allowed, ResponseUrls.Allow(new Uri(address), new Uri("http://127.0.0.1:5005/slack/api/")));
}
