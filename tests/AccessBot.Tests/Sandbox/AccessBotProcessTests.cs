using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Sandbox;

public sealed class AccessBotProcessTests
{
    [Fact]
    public async Task What_can_not_be_started_is_said_in_a_sentence()
    {
        var said = new List<string>();
        await using var bot = new AccessBotProcess("/no/such/accessbot", NoSettings, said.Add, TimeProvider.System);

        var ready = await bot.StartAsync(TestContext.Current.CancellationToken);

        Assert.False(ready);
        Assert.Equal(BotState.Ended, bot.State);
        Assert.StartsWith("AccessBot can't be started from /no/such/accessbot:", said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_ends_by_itself_leaves_its_exit_code_and_can_be_started_again()
    {
        var said = new List<string>();
        await using var bot = new AccessBotProcess("/bin/false", NoSettings, said.Add, TimeProvider.System);

        var first = await bot.StartAsync(TestContext.Current.CancellationToken);
        var second = await bot.StartAsync(TestContext.Current.CancellationToken);

        Assert.False(first || second);
        Assert.Equal(2, said.Count(line => line == "AccessBot ended by itself with exit code 1; its last lines say why."));
    }

    [Fact]
    public async Task A_bot_that_is_killed_while_it_says_that_it_is_ready_is_not()
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, "#!/bin/sh\nexec sleep 60\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await using var bot = new AccessBotProcess(script, NoSettings, _ => { }, TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var door = builder.Build();
        door.Urls.Add(bot.EventsUrl.GetLeftPart(UriPartial.Authority));
        door.MapGet("/healthz/ready", async () =>
        {
            await bot.KillAsync();
            return Results.Ok();
        });
        await door.StartAsync(TestContext.Current.CancellationToken);

        var ready = await bot.StartAsync(TestContext.Current.CancellationToken);
        File.Delete(script);

        Assert.False(ready);
        Assert.Equal(BotState.Stopped, bot.State);
    }

    [Fact]
    public async Task The_settings_name_the_sandbox_and_nothing_else()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, TestContext.Current.CancellationToken);
        string rules;
        using (var folder = new AccessBotFolder())
        {
            var settings = folder.SettingsFor(sandbox);
            rules = settings["Access__File"];

            Assert.Contains("oneLoginRole: 81878", await File.ReadAllTextAsync(rules, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(sandbox.Url.AbsoluteUri + "slack/api/", settings["Slack__ApiBaseUrl"]);
            Assert.Equal(sandbox.Url.AbsoluteUri + "onelogin", settings["OneLogin__BaseUrl"]);
        }

        Assert.False(File.Exists(rules));
    }

    private static IReadOnlyDictionary<string, string> NoSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
