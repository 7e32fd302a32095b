using AccessBot.CodeRules;
using AccessBot.Core;
using AccessBot.Core.Checking;
using AccessBot.Dashboard;
using AccessBot.Identity;
using AccessBot.Jobs;
using AccessBot.OnCall;
using AccessBot.OneLogin;
using AccessBot.Persistence;
using AccessBot.Secrets;
using AccessBot.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Telemetry;
using AccessBot.Webhooks;
using Microsoft.Extensions.Options;

namespace AccessBot.Composition;

/// <summary>The whole service, put together from its folders.</summary>
internal static class AccessBotApplication
{
    /// <summary>Adds everything. Secrets come first, as part of the settings; then the order is the order of start: the tables before what reads them, the web server last.</summary>
    public static void AddAccessBot(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        var secrets = builder.AddSecrets();
        try
        {
            AddServices(builder);
        }
        catch (OptionsValidationException e)
        {
            // A setting that decides what there is to add; what it was to be may not have been readable.
            throw new OptionsValidationException(e.OptionsName, e.OptionsType, [.. secrets.ProblemsAtStart, .. e.Failures.Select(secrets.Hide)]);
        }
    }

    /// <summary>Maps what is served.</summary>
    public static WebApplication UseAccessBot(this WebApplication app)
    {
        // Ahead of what is made here, which reads settings, and files that settings name.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<QuietStart>().End);
        app.UseSecurityHeaders();
        app.UseDashboard();
        app.MapSlackEvents();
        app.MapTelemetry();
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        builder.Services.TellServiceManager();
        builder.LimitRequests();
        var quiet = new QuietStart();
        builder.Services.AddSingleton(quiet);
        builder.Logging.AddFilter(QuietStart.Category, quiet.LetsThrough);

        // Each handler renews its connections by itself. Replaced every two minutes as well, it would be kept by a timer beyond the life of the application.
        builder.Services.ConfigureHttpClientDefaults(client => client.SetHandlerLifetime(Timeout.InfiniteTimeSpan));
        builder.Services.AddAccessRules(builder.Configuration);
        builder.Services.AddAccessBotCore();
        builder.Services.AddPersistence(builder.Configuration);
        builder.Services.AddOneLogin();
        builder.Services.AddOnCall();
        builder.Services.AddIdentity();
        builder.Services.AddRuleServices();
        builder.Services.AddWebhooks();
        builder.Services.AddJobs();
        builder.Services.AddRulesWatch();
        builder.Services.AddSlackConversation();
        builder.Services.AddSlack();
        builder.Services.AddSingleton<IOnlineCheck, RequestersCheck>(); // Asks Slack and OneLogin, so after what looks at each.
        builder.Services.AddDashboard(builder.Configuration);
        builder.AddTelemetry();
    }
}
