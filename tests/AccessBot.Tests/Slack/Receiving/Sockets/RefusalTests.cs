using AccessBot.Slack.Receiving.Sockets;

namespace AccessBot.Tests.Slack.Receiving.Sockets;

/// <summary>What only an operator can mend ends the process with a sentence.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("not_authed")]
    [InlineData("invalid_auth")]
    [InlineData("account_inactive")]
    [InlineData("user_removed_from_team")]
    [InlineData("team_disabled")]
    [InlineData("token_revoked")]
    [InlineData("not_allowed_token_type")]
    public async Task A_token_that_is_no_good_ends_the_process_after_it_was_looked_for_anew(string error)
    {
        await using var host = await SocketHost.StartAsync(slack => slack.Faults.Refuse(error, "apps.connections.open", times: null));

        await EndsAsync(host);

        Assert.StartsWith($"Slack:AppToken is refused by Slack ({error}). ", host.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, host.Kept.Reads);
    }

    [Theory]
    [InlineData("internal_error")]
    [InlineData("fatal_error")]
    [InlineData("something_new")]
    public async Task What_may_pass_does_not(string error)
    {
        await using var host = await SocketHost.StartAsync(slack => slack.Faults.Refuse(error, "apps.connections.open", times: 2));

        await host.UntilAsync(
            () =>
            {
                host.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return host.Sockets.Open == 2;
            },
            "both are open");

        Assert.Null(host.Refusal.Sentence);
        Assert.False(host.Ending.IsCancellationRequested);
    }

    [Fact]
    public async Task A_token_that_was_rotated_is_taken_up_and_nothing_ends()
    {
        await using var host = await SocketHost.ConnectAsync();
        host.Slack.Reconfigure(settings => settings with { AppToken = "xapp-2-rotated" });
        host.Kept.AppToken = "xapp-2-rotated";
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        host.Slack.Sockets.Drop();
        await host.UntilAsync(() => host.Slack.Sockets.Opened == 4 && host.Sockets.Open == 2, "both are open again");

        Assert.True((await host.CommandAsync()).Acknowledged);
        Assert.Null(host.Refusal.Sentence);
        Assert.Empty(host.Log.Complaints);
    }

    [Fact]
    public async Task Socket_Mode_turned_off_ends_the_process_that_runs()
    {
        await using var host = await SocketHost.ConnectAsync();

        await host.Slack.Sockets.DisableAsync();
        await EndsAsync(host);

        Assert.Contains("Socket Mode is off (link_disabled). Turn it on", host.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_Mode_that_is_off_ends_the_process_that_starts()
    {
        await using var host = await SocketHost.StartAsync(slack => slack.Reconfigure(settings => settings with { SocketMode = false }));

        await EndsAsync(host);

        Assert.Contains("Socket Mode is off (link_disabled)", host.Refusal.Sentence, StringComparison.Ordinal);
    }

    // It goes on for a little while, in which what is due is done.
    private static async Task EndsAsync(SocketHost host)
    {
        await host.UntilAsync(() => host.Refusal.Sentence is not null, "Slack's refusal is known");
        await host.Clock.UntilWaitingForAsync(SocketMode.LastWork);
        Assert.False(host.Ending.IsCancellationRequested);
        host.Clock.Advance(SocketMode.LastWork);
        await host.UntilAsync(() => host.Ending.IsCancellationRequested, "the process ends");
        Assert.Contains(host.Log.Lines, line => line.Level == Microsoft.Extensions.Logging.LogLevel.Critical && line.Text.Contains(host.Refusal.Sentence!, StringComparison.Ordinal));
    }
}
