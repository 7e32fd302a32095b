using AccessBot.Core.Ports;

namespace AccessBot.CodeRules;

/// <summary>Registers what rules in C# are given. Needs OneLogin, Slack, the on-call services and the database.</summary>
internal static class RuleServicesModule
{
    /// <summary>The HTTP client of rules: nothing of AccessBot's goes out with it, and it has no limit that keeps it from any address.</summary>
    internal const string Client = "Rules";

    /// <summary>What is larger is an error: it would be in memory whole.</summary>
    private const int MostAnswerBytes = 16 * 1024 * 1024;

    /// <summary>Below what a rule has that is told something; where it has less, its own time ends the call.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddRuleServices(this IServiceCollection services)
    {
        services.AddHttpClient(Client, http =>
            {
                http.Timeout = Timeout;
                http.MaxResponseContentBufferSize = MostAnswerBytes;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("AccessBot");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                MaxAutomaticRedirections = 5,
                UseCookies = false, // One rule's session would be every other's.
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers(); // They write addresses, and a webhook's is a secret.
        return services.AddSingleton<IRuleServices, RuleServicesFactory>();
    }
}
