using AccessBot.Slack.Receiving.Sockets;

namespace AccessBot.Tests.Slack.Receiving.Sockets;

/// <summary>Connections come and go, and people notice nothing.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task Another_is_there_before_an_announced_end_and_nothing_that_comes_meanwhile_is_lost(string reason)
    {
        await using var host = await SocketHost.ConnectAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var enough = new CancellationTokenSource();
        var sent = 0;
        var sending = SendAsync();

        var refreshing = host.Slack.Sockets.RefreshAsync(reason);
        await host.UntilAsync(() => host.Slack.Sockets.Opened == 4, "both replacements are open");
        Assert.Equal(4, host.Slack.Sockets.Count);

        // Ten seconds, in which people go on, each with three seconds for a delivery.
        for (var step = 0; step < 110; step++)
        {
            var before = Volatile.Read(ref sent);
            host.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await host.UntilAsync(() => sending.IsCompleted || Volatile.Read(ref sent) > before, "somebody is served");
        }

        await refreshing;
        await host.UntilAsync(() => host.Sockets.Open == 2, "the old ones are closed");
        await enough.CancelAsync();
        await sending;

        await host.Inbox.UntilAsync(rows => rows.Count == sent && rows.All(row => row.IsDone));
        Assert.Empty(host.Log.Complaints);

        async Task SendAsync()
        {
            while (!enough.IsCancellationRequested)
            {
                var delivery = await host.CommandAsync(trigger: $"{sent}");
                Assert.True(delivery.Acknowledged, delivery.Problem);
                Interlocked.Increment(ref sent);
            }
        }
    }

    [Fact]
    public async Task One_that_is_half_open_is_noticed_by_its_silence_and_replaced()
    {
        await using var host = await SocketHost.ConnectAsync();
        host.Slack.Sockets.FallSilent();

        // What comes by it meanwhile nobody can acknowledge, as there is nobody whom it reaches.
        for (var look = 0; look < SilenceWatch.MostSilentLooks + 1; look++)
            await LookAsync(host);

        await host.UntilAsync(() => host.Log.Complaints.Count(line => line.Contains("not even a ping", StringComparison.Ordinal)) == 2, "the silence is noticed");
        await OpenAgainAsync(host, 4);

        Assert.True((await host.CommandAsync()).Acknowledged);
    }

    [Fact]
    public async Task One_by_which_only_pings_come_lives()
    {
        await using var host = await SocketHost.ConnectAsync();

        for (var look = 0; look < SilenceWatch.MostSilentLooks * 3; look++)
        {
            var heard = host.Slack.Sockets.Heard;
            await LookAsync(host);
            await host.UntilAsync(() => host.Slack.Sockets.Heard >= heard + 2, "both pings are answered");
        }

        Assert.Equal((2, 2), (host.Slack.Sockets.Opened, host.Sockets.Open));
        Assert.Empty(host.Log.Complaints);
    }

    [Fact]
    public async Task One_jump_of_the_clock_is_no_silence()
    {
        await using var host = await SocketHost.ConnectAsync();

        host.Clock.Advance(TimeSpan.FromHours(8));
        var delivery = await host.CommandAsync();

        Assert.True(delivery.Acknowledged);
        Assert.Equal(2, host.Slack.Sockets.Opened);
    }

    [Fact]
    public async Task Cut_off_it_comes_back_and_says_meanwhile_that_it_has_none()
    {
        await using var host = await SocketHost.ConnectAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        host.Slack.Faults.Down(AccessBot.Sandbox.Slack.SocketLinks.Method);

        host.Slack.Sockets.Drop();
        await host.UntilAsync(() => host.Sockets.Open == 0, "none is open");
        var since = host.Sockets.NoneSince;
        var meanwhile = await host.CommandAsync();
        host.Slack.Faults.Clear();
        await OpenAgainAsync(host, 4);
        var afterwards = await host.CommandAsync();

        Assert.Equal(host.Clock.Start + SocketMode.Stagger + TimeSpan.FromMinutes(1), since);
        Assert.StartsWith("dispatch_failed", meanwhile.Problem, StringComparison.Ordinal);
        Assert.Null(host.Sockets.NoneSince);
        Assert.True(afterwards.Acknowledged);
        Assert.False(host.Ending.IsCancellationRequested);
    }

    [Fact]
    public async Task A_Slack_that_is_away_is_tried_after_longer_and_longer_pauses_for_ever()
    {
        await using var host = await SocketHost.StartAsync(slack => slack.Faults.Down("apps.connections.open"));

        await host.UntilAsync(
            () =>
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                return host.Clock.Waits(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)) >= 4;
            },
            "the pauses are long");

        // Tries, not calls: on a busy machine the clock runs ahead of a call, which is given up before Slack has heard of it.
        Assert.InRange(host.Log.Complaints.Count(text => text.Contains("could not be opened", StringComparison.Ordinal)), 8, 24);
        Assert.Equal(0, host.Clock.Waits(TimeSpan.FromSeconds(61), TimeSpan.FromHours(1)));
        Assert.False(host.Ending.IsCancellationRequested);
        Assert.False(host.Sockets.WereOpen);
        host.Slack.Faults.Clear();
        await OpenAgainAsync(host, 2);
    }

    [Fact]
    public async Task A_limit_is_waited_for_as_long_as_Slack_says()
    {
        await using var host = await SocketHost.StartAsync(slack => slack.Faults.RateLimit(42, "apps.connections.open"));

        await host.Clock.UntilWaitingForAsync(TimeSpan.FromSeconds(41), TimeSpan.FromSeconds(42));
        host.Clock.Advance(TimeSpan.FromSeconds(41));
        await host.UntilAsync(() => host.Log.Complaints.Count() == 2, "the second connection isn't opened either");
        Assert.Single(host.Slack.Calls);
        Assert.Equal(0, host.Sockets.Open);
        await OpenAgainAsync(host, 2);
    }

    [Fact]
    public async Task Two_processes_share_what_comes()
    {
        await using var host = await SocketHost.ConnectAsync();
        await using var other = await host.AnotherAsync();
        await other.BothOpenAsync();

        for (var n = 0; n < 8; n++)
            Assert.True((await host.CommandAsync(trigger: $"{n}")).Acknowledged);

        Assert.Equal((4, 4), (host.Inbox.Offered.Count, other.Inbox.Offered.Count));
    }

    [Fact]
    public async Task An_eleventh_is_refused_and_the_others_are_left_alone()
    {
        await using var host = await SocketHost.ConnectAsync();
        var others = new List<SocketHost>();
        for (var n = 0; n < 4; n++)
        {
            others.Add(await host.AnotherAsync());
            await others[^1].BothOpenAsync();
        }

        await using var last = await host.AnotherAsync();
        await last.UntilAsync(() => last.Log.Complaints.Any(line => line.Contains("has 10 already", StringComparison.Ordinal)), "it is refused");

        Assert.Equal(10, host.Slack.Sockets.Count);
        Assert.False(last.Ending.IsCancellationRequested);
        Assert.True((await host.CommandAsync()).Acknowledged);
        foreach (var other in others)
            await other.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_acknowledges_what_is_in_hand_and_closes()
    {
        await using var host = await SocketHost.ConnectAsync();
        var held = new TaskCompletionSource();
        host.Inbox.Holding = held.Task;
        var sending = host.CommandAsync();
        await host.UntilAsync(() => host.Inbox.Offered.Count == 1, "it is in hand");

        var stopping = host.StopAsync();
        await host.UntilAsync(() => host.Ending.IsCancellationRequested, "it stops");
        held.SetResult();
        var delivery = await sending;
        await stopping;

        Assert.True(delivery.Acknowledged, delivery.Problem);
        Assert.Equal((0, 0), (host.Sockets.Open, host.Slack.Sockets.Count));
        Assert.Empty(host.Log.Complaints);
    }

    /// <summary>Lets it be looked once whether anything came, and pinged once.</summary>
    private static async Task LookAsync(SocketHost host)
    {
        var waits = host.Clock.Waits(SilenceWatch.LookEvery, SilenceWatch.LookEvery);
        host.Clock.Advance(SilenceWatch.LookEvery);

        // Both connections' looks and the sandbox's pings wait for the next time.
        await host.UntilAsync(() => host.Clock.Waits(SilenceWatch.LookEvery, SilenceWatch.LookEvery) >= waits + 4 || host.Log.Complaints.Any(), "it was looked");
    }

    private static async Task OpenAgainAsync(SocketHost host, int opened)
    {
        await host.UntilAsync(
            () =>
            {
                host.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return host.Slack.Sockets.Opened >= opened && host.Sockets.Open == 2;
            },
            "both connections are open again");
    }
}
