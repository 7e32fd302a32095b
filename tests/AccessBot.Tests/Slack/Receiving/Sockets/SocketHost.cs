using System.Text.Json;
using AccessBot.Core.Ports;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack;
using AccessBot.Slack.Receiving;
using AccessBot.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Delivery = AccessBot.Sandbox.Slack.Delivery;

namespace AccessBot.Tests.Slack.Receiving.Sockets;

/// <summary>The Slack part of the program, connected to a sandbox by Socket Mode; a clock that stands still for both.</summary>
internal sealed class SocketHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxServer _sandbox;
    private readonly bool _isFirst;

    private SocketHost(WebApplication app, SandboxServer sandbox, bool isFirst, WatchedClock clock, InMemoryInbox inbox, ScriptedConversation conversation, LogBook log, Keeper keeper)
    {
        (_app, _sandbox, _isFirst) = (app, sandbox, isFirst);
        (Clock, Inbox, Conversation, Log, Kept) = (clock, inbox, conversation, log, keeper);
    }

    public SlackWorkspace Slack => _sandbox.Slack;

    public WatchedClock Clock { get; }

    public InMemoryInbox Inbox { get; }

    public ScriptedConversation Conversation { get; }

    public LogBook Log { get; }

    /// <summary>Where the app token is kept beyond the settings.</summary>
    public Keeper Kept { get; }

    public SlackSockets Sockets => _app.Services.GetRequiredService<SlackSockets>();

    public SlackRefusal Refusal => _app.Services.GetRequiredService<SlackRefusal>();

    public CancellationToken Ending => _app.Lifetime.ApplicationStopping;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts both, and waits for both connections.</summary>
    public static async Task<SocketHost> ConnectAsync()
    {
        var host = await StartAsync();
        await host.BothOpenAsync();
        return host;
    }

    /// <param name="before">Done to the sandbox before AccessBot knows it.</param>
    public static async Task<SocketHost> StartAsync(Action<SlackWorkspace>? before = null)
    {
        var clock = new WatchedClock();
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), clock);
        sandbox.Slack.Reconfigure(settings => settings with { SocketMode = true });
        before?.Invoke(sandbox.Slack);
        return await BesideAsync(sandbox, clock, isFirst: true);
    }

    /// <summary>Another process on the same workspace.</summary>
    public Task<SocketHost> AnotherAsync() => BesideAsync(_sandbox, Clock, isFirst: false);

    public async Task BothOpenAsync()
    {
        await UntilAsync(() => Sockets.Open == 1, "one connection is open");
        Clock.Advance(AccessBot.Slack.Receiving.Sockets.SocketMode.Stagger);
        await UntilAsync(() => Sockets.Open == 2, "both connections are open");
    }

    public Task<Delivery> SendAsync(string type, string payload, bool takesAnswer = false, int retry = 0) =>
        Slack.Wire.SendEnvelopeAsync(new SocketEnvelope(type, payload, takesAnswer), retry);

    /// <summary>A slash command as Socket Mode has it.</summary>
    public static string Command(string text = "", string trigger = "1.2.3", string team = FrontDoor.Team) => JsonSerializer.Serialize(new
    {
        token = "x", team_id = team, team_domain = "acme", channel_id = "C1", channel_name = "general", user_id = "U0ANA", user_name = "ana", command = "/access", text,
        response_url = Samples.ResponseUrl, trigger_id = trigger, api_app_id = "A0", is_enterprise_install = "false",
    });

    public Task<Delivery> CommandAsync(string text = "", string trigger = "1.2.3", string team = FrontDoor.Team) =>
        SendAsync("slash_commands", Command(text, trigger, team), takesAnswer: true);

    /// <summary>Until a fact holds that the sandbox or the program comes to by itself.</summary>
    public async Task UntilAsync(Func<bool> fact, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!fact())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"It did not come about that {what}. Logged: {string.Join(Environment.NewLine, Log.Lines.Select(line => line.Text))}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        // What is half-open would be waited for, by a clock that stands still.
        Slack.Sockets.Drop();
        await _app.DisposeAsync();
        if (_isFirst)
            await _sandbox.DisposeAsync();

        // Where a connection leads is a secret, and so is what it is got with.
        Assert.DoesNotContain(Log.Lines, line => line.Text.Contains("ticket=", StringComparison.Ordinal) || line.Text.Contains("xapp-1", StringComparison.Ordinal));
    }

    private static async Task<SocketHost> BesideAsync(SandboxServer sandbox, WatchedClock clock, bool isFirst)
    {
        var inbox = new InMemoryInbox(clock);
        var conversation = new ScriptedConversation();
        var log = new LogBook();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Slack:WorkspaceId"] = FrontDoor.Team,
            ["Slack:BotToken"] = sandbox.Slack.Settings.BotToken,
            ["Slack:AppToken"] = sandbox.Slack.Settings.AppToken,
            ["Slack:ApiBaseUrl"] = sandbox.SlackApiUrl.AbsoluteUri,
        });
        var keeper = new Keeper(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ICredentialKeeper>(keeper);
        builder.Services.AddSlack();
        builder.Services.AddSingleton<IInbox>(inbox);
        builder.Services.AddSingleton<IConversation>(conversation);
        var app = builder.Build();
        app.MapSlackEvents();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new SocketHost(app, sandbox, isFirst, clock, inbox, conversation, log, keeper);
    }

    /// <summary>A store of secrets with one in it.</summary>
    internal sealed class Keeper(ConfigurationManager settings) : ICredentialKeeper
    {
        /// <summary>What is in it; null if it is what was read at the start.</summary>
        public string? AppToken { get; set; }

        public int Reads { get; private set; }

        public Task ReadAgainAsync(IReadOnlyList<string> keys, TimeSpan atMost, CancellationToken cancel)
        {
            Reads++;
            if (AppToken is not null && keys.Contains("Slack:AppToken", StringComparer.Ordinal))
            {
                settings["Slack:AppToken"] = AppToken;
                ((IConfigurationRoot)settings).Reload();
            }

            return Task.CompletedTask;
        }
    }
}
