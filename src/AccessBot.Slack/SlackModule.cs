using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Receiving.Sockets;
using AccessBot.Slack.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack;

/// <summary>Puts Slack into the program.</summary>
public static class SlackModule
{
    /// <summary>The name of the spans' source, and of the meter.</summary>
    public const string TelemetryName = "AccessBot.Slack";

    // The largest answer that is read: a page of members or a view is far smaller.
    private const int MostAnswerBytes = 4 * 1024 * 1024;

    /// <summary>Adds the Web API client, the people of the workspace, and what receives and works off Slack's deliveries.</summary>
    /// <remarks>Needs an <see cref="IInbox"/> from elsewhere. Without its settings (section <c>Slack</c>) the program doesn't start.</remarks>
    public static IServiceCollection AddSlack(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ICredentialKeeper.None);
        services.AddOptions<SlackOptions>().BindConfiguration(SlackOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SlackOptions>, SlackOptionsValidator>());

        services.AddHttpClient(SlackHttp.Client)
            .ConfigureHttpClient(client =>
            {
                // Each call brings its own limit.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = MostAnswerBytes;
            })
            // A redirect could carry the token, or a response_url's message, anywhere.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            // They write addresses, and a response_url is a secret.
            .RemoveAllLoggers();

        services.AddMetrics().AddSingleton<SlackMeter>();
        services.AddSingleton<SlackThrottle>();
        services.AddSingleton<SlackPace>();
        services.AddSingleton<SlackHttp>();
        services.AddSingleton<ISlackApiClient, SlackApiClient>();
        services.AddSingleton<IWorkspaceDirectory, WorkspaceDirectory>();
        services.AddSingleton(provider => new SlackInstallation(provider.GetRequiredService<ISlackApiClient>()));
        services.AddSingleton<IOnlineCheck, SlackTokenCheck>();
        services.AddSingleton<IOnlineCheck, SlackClockCheck>();
        services.AddSingleton<IOnlineCheck, SlackChannelsCheck>();
        services.AddSingleton<IOnlineCheck, SlackGroupsCheck>();
        services.AddSingleton<IOnlineCheck, SigningSecretCheck>();

        services.AddSingleton<InboxSignal>();
        services.AddSingleton<SlackDispatcher>();
        services.AddSingleton<HttpDoor>();
        services.AddSingleton<ClosedHttpDoor>();
        services.AddHostedService<InboxWorker>();
        AddSocketMode(services);
        return services;
    }

    /// <summary>
    /// Serves <c>POST /slack/events</c>: commands, interactions, options and events, at one address. With Socket Mode it says why it doesn't.
    /// </summary>
    public static IEndpointConventionBuilder MapSlackEvents(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        RequestDelegate door = services.GetRequiredService<IOptions<SlackOptions>>().Value.Door == SlackTransport.SocketMode
            ? services.GetRequiredService<ClosedHttpDoor>().HandleAsync
            : services.GetRequiredService<HttpDoor>().HandleAsync;

        // Slack signs; it doesn't sign in.
        return endpoints.MapPost("/slack/events", door).AllowAnonymous();
    }

    // After the worker: it stops before it, and what it has stored by then is worked off.
    private static void AddSocketMode(IServiceCollection services)
    {
        services.AddSingleton<SlackSockets>();
        services.AddSingleton<SlackRefusal>();
        services.AddSingleton<SocketTickets>();
        services.AddSingleton<SocketDoor>();
        services.AddSingleton<SocketDialer>();
        services.AddSingleton<IOnlineCheck, SlackAppTokenCheck>();
        services.AddHostedService<SocketMode>();
    }
}
