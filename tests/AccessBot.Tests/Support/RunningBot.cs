using AccessBot.Composition;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Jobs;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Support;

/// <summary>AccessBot, whole, in this process, on a loopback port, with the test's clock and a hand-cranked queue in Hangfire's place.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<Task> telling = [];

    private RunningBot(WebApplication app, CrankedQueue queue, LogBook log, GivenDatabaseClock databaseClock, FullDisk disk) =>
        (this.app, Queue, Log, DatabaseClock, Disk) = (app, queue, log, databaseClock, disk);

    public CrankedQueue Queue { get; }

    /// <summary>The test's clock again, as the database's; PostgreSQL's own knows nothing of it.</summary>
    public GivenDatabaseClock DatabaseClock { get; }

    public LogBook Log { get; }

    /// <summary>The disk that this AccessBot's database is on.</summary>
    public FullDisk Disk { get; }

    public IServiceProvider Services => app.Services;

    public IRequestStore Store => Services.GetRequiredService<IRequestStore>();

    /// <summary>Where Slack delivers to.</summary>
    public Uri EventsUrl => new(Address, "/slack/events");

    /// <summary>Where it is served.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <param name="settings">Of two for one key the later counts.</param>
    /// <param name="clock">The test's.</param>
    /// <param name="paced">Whether a second passes between two messages in a channel, as in life; for tests of just that.</param>
    public static async Task<RunningBot> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, TimeProvider clock, bool paced = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings.GroupBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Last()));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddAccessBot();

        var queue = new CrankedQueue(clock);
        var log = new LogBook();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.Replace(ServiceDescriptor.Singleton(clock));
        builder.Services.Replace(ServiceDescriptor.Singleton<IJobQueue>(queue));
        if (!paced)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(Unhurried.Pace()));
        }

        var databaseClock = new GivenDatabaseClock();
        builder.Services.Replace(ServiceDescriptor.Singleton<IDatabaseClock>(databaseClock));
        var disk = new FullDisk();
        builder.Services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(disk));
        builder.Services.ConfigureDbContext<PostgresContext>(options => options.AddInterceptors(disk));
        foreach (var hangfire in builder.Services.Where(IsHangfireServer).ToList())
        {
            builder.Services.Remove(hangfire);
        }

        var bot = new RunningBot(builder.Build().UseAccessBot(), queue, log, databaseClock, disk);
        await bot.app.StartAsync();
        await bot.Services.GetRequiredService<ReconcilePass>().RunAtStartAsync(CancellationToken.None);
        await bot.Services.GetRequiredService<RevokeDue>().ExecuteAsync(CancellationToken.None);
        return bot;
    }

    /// <summary>The settings that point AccessBot to a sandbox, beside those of its database.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(SandboxServer sandbox, string rulesFile) =>
    [
        new("Slack:WorkspaceId", sandbox.Slack.Settings.TeamId),
        new("Slack:BotToken", sandbox.Slack.Settings.BotToken),
        new("Slack:SigningSecret", sandbox.Slack.Settings.SigningSecret),
        new("Slack:ApiBaseUrl", sandbox.SlackApiUrl.AbsoluteUri),
        new("Slack:AlertsChannel", Cast.Alerts),
        new("OneLogin:Domain", "sandbox.onelogin.com"),
        new("OneLogin:BaseUrl", sandbox.OneLoginUrl.AbsoluteUri),
        new("OneLogin:ClientId", sandbox.Credential.ClientId),
        new("OneLogin:ClientSecret", sandbox.Credential.ClientSecret),
        new("PagerDuty:BaseUrl", sandbox.PagerDutyUrl.AbsoluteUri),
        new("PagerDuty:ApiToken", sandbox.PagerDuty.Key),
        new("Opsgenie:BaseUrl", sandbox.OpsgenieUrl.AbsoluteUri),
        new("Opsgenie:ApiKey", sandbox.Opsgenie.Key),
        new("Access:File", rulesFile),
    ];

    /// <summary>Changes settings while it runs, as a changed settings file does.</summary>
    public void Reconfigure(params IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        var configuration = (IConfigurationRoot)Services.GetRequiredService<IConfiguration>();
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        configuration.Reload();
    }

    /// <summary>Runs every errand that is due, all at once, as Hangfire's workers would; one that throws comes again, as Hangfire has it.</summary>
    /// <remarks>What rules are told is not waited for: it has workers of its own, that nobody else waits for.</remarks>
    public async Task CrankAsync()
    {
        var errands = Services.GetRequiredService<Errands>();
        var begun = Queue.Take().ToLookup(due => HangfireQueue.QueueOf(due.Errand) == JobsModule.RulesQueue, RunAsync);
        telling.RemoveAll(told => told.IsCompletedSuccessfully);
        telling.AddRange(begun[true]);
        await Task.WhenAll(begun[false].Concat(telling.Where(told => told.IsFaulted)));

        async Task RunAsync((Errand Errand, RequestId? Request) due)
        {
            try
            {
                await RunningBot.RunAsync(errands, due.Errand, due.Request);
            }
            catch (StoreUnavailableException)
            {
                Queue.Again(due.Errand, due.Request, Services.GetRequiredService<TimeProvider>().GetUtcNow() + TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>What a nudge asks for, as Hangfire calls it.</summary>
    public static Task RunAsync(Errands errands, Errand errand, RequestId? request) => (errand, request) switch
    {
        (_, { } id) => errands.RunAsync(errand, id.ToString(), CancellationToken.None),
        (Errand.Revoke, _) => errands.RevokeDueAsync(CancellationToken.None),
        (Errand.TellRules, _) => errands.TellAllRulesAsync(CancellationToken.None),
        _ => errands.AnnounceAllAsync(CancellationToken.None),
    };

    /// <summary>The look for what is to be taken away that comes every second.</summary>
    public Task LookAsync() => Services.GetRequiredService<RevokeDue>().ExecuteAsync(CancellationToken.None);

    /// <summary>What the timers do: the look that comes every second, and the pass that comes every minute.</summary>
    public async Task ReconcileAsync()
    {
        await LookAsync();
        await Services.GetRequiredService<ReconcilePass>().RunAsync(CancellationToken.None);
        await Services.GetRequiredService<CompareClocks>().ExecuteAsync(CancellationToken.None);
        await Services.GetRequiredService<WatchOnCall>().ExecuteAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static bool IsHangfireServer(ServiceDescriptor service) =>
        service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)
        && (service.ImplementationType?.Namespace == typeof(ReconcileEveryMinute).Namespace
            || service.ImplementationFactory?.Method.DeclaringType?.Assembly.GetName().Name?.StartsWith("Hangfire", StringComparison.Ordinal) == true);
}
