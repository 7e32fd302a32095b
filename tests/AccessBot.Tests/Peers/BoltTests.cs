using System.Text.Json;
using AccessBot.Sandbox.Bot;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Sandbox;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Peers;

/// <summary>Slack's own framework (@slack/bolt) as a bot in the sandbox's workspace: what it takes for Slack, is Slack enough to test AccessBot by.</summary>
public sealed class BoltTests : SlackHost
{
    private const string Http = "http";
    private const string Sockets = "socket-mode";

    [Theory, InlineData(Http), InlineData(Sockets)]
    public async Task A_command_a_form_with_its_menu_a_message_and_its_button_go_through_bolt(string door)
    {
        await using var bot = await StartAsync(door);

        var command = await AsAna.CommandAsync("/access", "prod & <more>", General);
        Assert.True(command.Acknowledged, command.Problem);
        var heard = await bot.HearsAsync("command");
        Assert.Equal((Ana, "prod & <more>", Workspace.Settings.TeamId, General), (Text(heard, "user"), Text(heard, "text"), Text(heard, "team"), Text(heard, "channel")));
        await UntilAsync(workspace => workspace.OpenView(Ana) is not null, "the form is open");

        var offered = await AsAna.SuggestAsync("role", "adm");
        Assert.Equal("adm", Text(await bot.HearsAsync("options"), "typed"));
        Assert.Equal(["admin"], offered.Values);
        await AsAna.SubmitAsync(new FormValues { { "reason", "reason", "no" }, { "role", "role", "admin" } });
        Assert.Equal("Say why.", Assert.Single(Workspace.OpenView(Ana)!.Errors).Value);
        await AsAna.SubmitAsync(new FormValues { { "reason", "reason", "database failover" }, { "role", "role", "admin" } });
        var submission = await bot.HearsAsync("submission");
        Assert.Equal((Ana, "database failover", "admin"), (Text(submission, "user"), Text(submission, "reason"), Text(submission, "role")));
        Assert.Null(Workspace.OpenView(Ana));

        await UntilAsync(workspace => workspace.Messages(General).Count == 1, "the request is posted");
        var click = await Workspace.As(Ben).ClickAsync(Workspace.Messages(General)[0], "approve");
        Assert.True(click.Acknowledged, click.Problem);
        Assert.Equal(Ben, Text(await bot.HearsAsync("click"), "user"));
        await UntilAsync(workspace => workspace.Ephemerals(Ben).Count == 1, "Ben is thanked");
        Assert.Equal("Approved by <@U0BEN>", Workspace.Messages(General)[0].Text);
        Assert.Equal("Thank you.", Workspace.Ephemerals(Ben)[0].Text);
    }

    [Theory, InlineData(Http), InlineData(Sockets)]
    public async Task Somebodys_home_is_published_by_bolt(string door)
    {
        await using var bot = await StartAsync(door);

        var opened = await AsAna.OpenHomeAsync();

        Assert.True(opened.Acknowledged, opened.Problem);
        Assert.Equal(Ana, Text(await bot.HearsAsync("home"), "user"));
        await UntilAsync(workspace => workspace.Home(Ana) is not null, "the home is there");
        Assert.Contains("Welcome", Workspace.Home(Ana)!.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bolt_takes_nothing_that_is_signed_with_another_secret_or_long_ago()
    {
        await using var bot = await StartAsync(Http, late: TimeSpan.FromMinutes(6));

        var stale = await AsAna.CommandAsync("/access");
        Time.Advance(TimeSpan.FromMinutes(6));
        Workspace.Reconfigure(settings => settings with { SigningSecret = "another" });
        var forged = await AsAna.CommandAsync("/access");
        Workspace.Reconfigure(_ => new SlackSettings());
        var good = await AsAna.CommandAsync("/access");

        Assert.Equal((401, 401), (forged.StatusCode, stale.StatusCode));
        Assert.True(good.Acknowledged, good.Problem);
        await bot.HearsAsync("command");
    }

    [Fact]
    public async Task Slacks_own_client_of_Socket_Mode_answers_and_comes_back_when_it_is_told_to_go()
    {
        Workspace.Reconfigure(settings => settings with { SocketMode = true });
        await using var client = await NodeProgram.StartAsync("socket-mode.mjs", Given(Sockets), first: "connected");

        await AsAna.CommandAsync("/access", "one");
        await client.HearsAsync("command");
        var refresh = Workspace.Sockets.RefreshAsync();
        await client.HearsAsync("connected");
        Time.Advance(TimeSpan.FromSeconds(10));
        await refresh;
        await AsAna.CommandAsync("/access", "two");
        await client.HearsAsync("command");

        await UntilAsync(workspace => workspace.Ephemerals(Ana).Count == 2, "both are answered");
        Assert.Equal(["You said one.", "You said two."], Workspace.Ephemerals(Ana).Select(message => message.Text));
    }

    [Fact]
    public async Task Slacks_own_client_of_Socket_Mode_gives_up_where_AccessBot_does()
    {
        Workspace.Reconfigure(settings => settings with { SocketMode = true, AppToken = "xapp-another" });

        await using var client = await NodeProgram.StartAsync("socket-mode.mjs", Given(Sockets, new SlackSettings().AppToken), first: "refused");
    }

    private Task UntilAsync(Func<SlackWorkspace, bool> holds, string what) => Workspace.WaitUntilAsync(holds, what, NodeProgram.Patience);

    private static string? Text(JsonElement heard, string name) => heard.GetProperty(name).GetString();

    private async Task<NodeProgram> StartAsync(string door, TimeSpan late = default)
    {
        // Slack's library goes by the machine's clock.
        Time.SetUtcNow(TimeProvider.System.GetUtcNow() - late);
        var given = Given(door);
        Workspace.Reconfigure(settings => settings with { SocketMode = door == Sockets });
        Workspace.ConnectTo(new Uri($"http://127.0.0.1:{given.Port}/slack/events"));
        return await NodeProgram.StartAsync("bolt.mjs", given);
    }

    private BoltSettings Given(string door, string? appToken = null) => new(
        door, LoopbackPort.Free(), Client.BaseAddress!, Workspace.Settings.BotToken, appToken ?? Workspace.Settings.AppToken, Workspace.Settings.SigningSecret);

    private sealed record BoltSettings(string Door, int Port, Uri ApiUrl, string BotToken, string AppToken, string SigningSecret);
}
