using System.Collections.Concurrent;
using System.Text;
using AccessBot.Core;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Identity;
using AccessBot.OnCall;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Home;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Tests.OneLogin;
using AccessBot.Tests.Sandbox;
using AccessBot.Tests.Support;
using AccessBot.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Delivery = AccessBot.Slack.Receiving.Delivery;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>
/// The conversation as it is composed, with the sandbox's workspace and tenant on their sockets. What people do there is handled as
/// soon as it comes, without a door and an inbox between; rows are in memory and nudges are kept.
/// </summary>
public abstract class ConversationHost : SlackHost, IAsyncLifetime
{
    protected const string Guest = "U0GUEST";
    protected const string NoAccount = "U0NOONE";

    private readonly SlackPace unhurried = Unhurried.Pace();

    private ServiceProvider? services;
    private ConnectedTenant? tenant;

    protected ConversationHost() => Nudges = new CrankedQueue(Time);

    private protected InMemoryRequests Requests { get; } = new();

    private protected CrankedQueue Nudges { get; }

    private protected LogBook Log { get; } = new();

    private protected RulesInForce Rules { get; } = new(Forms.Rules(Forms.Flow("one") with { Notify = [NotifyStep.InChannel(General)] }));

    private protected OneLoginTenant Tenant => tenant!.Tenant;

    private protected IConversation Conversation => services!.GetRequiredService<IConversation>();

    private protected SubmitRequest Submitting => services!.GetRequiredService<SubmitRequest>();

    private protected IAlarmBell Bell => services!.GetRequiredService<IAlarmBell>();

    /// <summary>Slack as rules in C# have it.</summary>
    private protected IRuleSlackSource ForRules => services!.GetRequiredService<IRuleSlackSource>();

    private protected IPersonStore People => services!.GetRequiredService<IPersonStore>();

    private protected IAnnouncer Announcer => services!.GetRequiredService<IAnnouncer>();

    /// <summary>What was thrown to whoever works off the inbox.</summary>
    protected ConcurrentQueue<Exception> Thrown { get; } = new();

    /// <summary>Which attempt the next deliveries are.</summary>
    protected int Attempt { get; set; } = 1;

    protected SlackDesktop AsBen => Workspace.As(Ben);

    public new async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Workspace.Add(new SlackPerson(Guest, "gus", "Gus", "gus@acme.test") { IsRestricted = true });
        Workspace.Add(new SlackPerson(NoAccount, "nora", "Nora", "nora@acme.test"));
        Workspace.ChangeChannel(General, channel => channel with { Members = channel.Members.AddRange([Guest, NoAccount]) });
        tenant = await ConnectedTenant.StartAsync();
        Tenant.AddUser(new OneLoginUser { Id = 21, Email = "ana@acme.test", Firstname = "Ana", Lastname = "Almeida" });
        Tenant.AddUser(new OneLoginUser { Id = 22, Email = "ben@acme.test", Firstname = "Ben", Lastname = "Bakker" });
        Tenant.AddUser(new OneLoginUser { Id = 23, Email = "gus@acme.test", Firstname = "Gus", Lastname = "Guest" });
        services = Compose();
        Reply = HandleAsync;
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await services!.DisposeAsync();
        await tenant!.DisposeAsync();
        Requests.Dispose();
        Log.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void NothingAboveInformationWasLogged() => Assert.DoesNotContain(Log.Lines, line => line.Level > LogLevel.Information);

    private protected async Task<RequestId> AddAsync(Request request) => (await Requests.AddAsync(request, CancellationToken.None)).Id;

    /// <summary>Handles what came once before: after a crash, or because it was accepted unjudged.</summary>
    private protected async Task RedeliverAsync(string body)
    {
        var payload = Read(body);
        await Conversation.HandleAsync((Interaction)payload, DeliveryOf(body), CancellationToken.None);
    }

    private static SlackPayload Read(string body)
    {
        var form = SlackForm.Read(Encoding.UTF8.GetBytes(body));
        return form.TryGetValue("payload", out var json) ? PayloadReader.Json(json) : PayloadReader.Command(form);
    }

    private ServiceProvider Compose()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Slack:WorkspaceId"] = Workspace.Settings.TeamId,
            ["Slack:BotToken"] = Workspace.Settings.BotToken,
            ["Slack:SigningSecret"] = Workspace.Settings.SigningSecret,
            ["Slack:AlertsChannel"] = General,
            ["Slack:ApiBaseUrl"] = Client.BaseAddress!.AbsoluteUri,
        }).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log))
            .AddAccessBotCore()
            .AddSlack()
            .AddSlackConversation()
            // On the real clock: the pauses between its own tries would wait for the workspace's.
            .AddSingleton(provider => new SlackHttp(
                provider.GetRequiredService<IHttpClientFactory>(), new SlackThrottle(TimeProvider.System), unhurried, provider.GetRequiredService<SlackMeter>(), TimeProvider.System,
                provider.GetRequiredService<ILogger<SlackHttp>>()))
            .AddSingleton(Rules)
            .AddSingleton<IRequestStore>(Requests)
            .AddSingleton<IRequestLists>(new InMemoryLists(Requests))
            .AddSingleton<IOpenedHomes, NobodysHomes>()
            .AddSingleton<IPersonStore, InMemoryPeople>()
            .AddSingleton<IAlarmStore, InMemoryAlarms>()
            .AddSingleton<IOverdueRequests, NothingOverdue>()
            .AddOnCall()
            .AddIdentity()
            .AddWebhooks()
            .AddSingleton<IRuleServices, GivenRuleServices>()
            .AddSingleton<IJobQueue>(Nudges)
            .AddSingleton(tenant!.Directory)
            .BuildServiceProvider();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var body = Received.Last().Body;
        var payload = Read(body);
        try
        {
            Assert.True(Conversation.Knows(payload));
            if (payload is BlockOptionsRequest menu)
            {
                await context.Response.WriteAsJsonAsync(await Conversation.OptionsAsync(menu, CancellationToken.None), SlackJson.Options);
                return;
            }

            if (payload is ViewSubmission submission)
            {
                var reply = await Conversation.CheckSubmissionAsync(submission, CancellationToken.None);
                if (reply.Errors.Count > 0)
                {
                    await context.Response.WriteAsJsonAsync(new { ResponseAction = "errors", reply.Errors }, SlackJson.Options);
                    return;
                }

                if (reply.Instead is { } instead)
                {
                    await context.Response.WriteAsJsonAsync(new { ResponseAction = "update", View = (View)instead }, SlackJson.Options);
                    return;
                }
            }

            await Conversation.HandleAsync((Interaction)payload, DeliveryOf(body), CancellationToken.None);
        }
        catch (Exception e)
        {
            Thrown.Enqueue(e);
        }
    }

    private Delivery DeliveryOf(string body) => new(body, body, DeliveryKind.BlockActions, Time.GetUtcNow(), Attempt);
}
