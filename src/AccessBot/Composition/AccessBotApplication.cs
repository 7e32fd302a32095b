using AccessBot.Core;
using AccessBot.Identity;
using AccessBot.Jobs;
using AccessBot.OnCall;
using AccessBot.OneLogin;
using AccessBot.Persistence;
using AccessBot.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Telemetry;

namespace AccessBot.Composition;

/// <summary>The whole service, put together from its folders.</summary>
internal static class AccessBotApplication
{
    /// <summary>Adds everything. The order is the order of start: the tables before what reads them, the web server last.</summary>
    public static void AddAccessBot(this WebApplicationBuilder builder)
    {
        // Slack's deliveries are a few kilobytes; what is larger is refused by the door itself, with an answer.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var quiet = new QuietStart();
        builder.Services.AddSingleton(quiet);
        builder.Logging.AddFilter(QuietStart.Category, quiet.LetsThrough);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddAccessRules(builder.Configuration);
        builder.Services.AddAccessBotCore();
        builder.Services.AddPersistence(builder.Configuration);
        builder.Services.AddOneLogin();
        builder.Services.AddOnCall();
        builder.Services.AddIdentity();
        builder.Services.AddJobs();
        builder.Services.AddSlackConversation();
        builder.Services.AddSlack();
        builder.Services.AddTelemetry();
    }

    /// <summary>Maps what is served.</summary>
    public static WebApplication UseAccessBot(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<QuietStart>().End);
        app.MapSlackEvents();
        app.MapTelemetry();
        return app;
    }
}
