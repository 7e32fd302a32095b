using System.Net;
using AccessBot.Sandbox.Bot;
using AccessBot.Sandbox.OnCall;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Page;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Sandbox;

/// <summary>
/// All simulators and the page on one loopback socket: <c>/slack/api/</c>, <c>/onelogin</c>, <c>/pagerduty</c> and <c>/opsgenie</c> are
/// the base addresses to give to the bot, <c>/</c> is for people. <see cref="Cast"/> is on stage from the start.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxServer(WebApplication app, TimeProvider time)
    {
        _app = app;
        Time = time;
        Slack = new SlackWorkspace(time);
        OneLogin = new OneLoginTenant(time);
        PagerDuty = new PagerDutyAccount(time);
        Opsgenie = new OpsgenieAccount(time);
        Trouble = new Trouble(this);
        Credential = OneLogin.Credentials.Add(OneLoginScope.ManageAll);
        DashboardApp = OneLogin.Apps.Add("AccessBot's jobs", TokenEndpointMethod.Post);
        Cast.Enter(Slack, OneLogin);
    }

    public SlackWorkspace Slack { get; }

    public OneLoginTenant OneLogin { get; }

    public PagerDutyAccount PagerDuty { get; }

    public OpsgenieAccount Opsgenie { get; }

    /// <summary>The API credential made for the bot.</summary>
    public OneLoginCredential Credential { get; }

    /// <summary>The app in OneLogin that the bot's dashboard is signed in to by; where browsers are sent back to is not known before there is a bot.</summary>
    public OpenIdApp DashboardApp { get; }

    /// <summary>The address of the page, such as <c>http://127.0.0.1:5080/</c>.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    public Uri SlackApiUrl => new(Url, "slack/api/");

    public Uri OneLoginUrl => new(Url, OneLoginEndpoints.Prefix[1..]);

    public Uri PagerDutyUrl => new(Url, PagerDutyAccount.Prefix[1..]);

    public Uri OpsgenieUrl => new(Url, OpsgenieAccount.Prefix[1..]);

    internal TimeProvider Time { get; }

    internal Trouble Trouble { get; }

    /// <summary>The bot that the page can kill and start; null where somebody else runs it.</summary>
    internal AccessBotProcess? Bot { get; private set; }

    /// <summary>Rung when <see cref="Trouble"/> or <see cref="Bot"/> changed; the simulators tell of their own changes.</summary>
    internal ChangeBell Bell { get; } = new();

    /// <exception cref="ArgumentException">The address is not a loopback address.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (!IPAddress.IsLoopback(options.Address))
        {
            throw new ArgumentException($"The sandbox has no sign-in and listens on a loopback address only, not on {options.Address}.", nameof(options));
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(options.Address, options.Port));

        // Without this, any web page that is open in the same browser could drive the sandbox under a name of its own (DNS rebinding).
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        var app = builder.Build();
        var server = new SandboxServer(app, time);
        app.UseHostFiltering();
        app.MapSlack(server.Slack);
        app.MapOneLogin(server.OneLogin);
        app.MapPagerDuty(server.PagerDuty);
        app.MapOpsgenie(server.Opsgenie);
        app.MapPage(server);
        await app.StartAsync(cancellationToken);
        server.Url = new Uri(app.Urls.First());
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Sends what people do in Slack to this bot, which has to connect for it in Socket Mode, and lets the page kill and start it.</summary>
    internal void Attach(AccessBotProcess bot)
    {
        Bot = bot;
        bot.Changed = Bell.Ring;
        OneLogin.Apps.Change(DashboardApp.ClientId, app => app with { RedirectUris = [$"{bot.JobsUrl}/signed-in"] });
        Slack.ConnectTo(bot.EventsUrl);
    }
}
