using AccessBot.Core.Rules;

namespace AccessBot.Composition;

/// <summary>Reads the access rules from the file that <c>Access:File</c> names.</summary>
internal static class RulesModule
{
    public static IServiceCollection AddAccessRules(this IServiceCollection services, IConfiguration configuration)
    {
        var file = FileOf(configuration);
        return services.AddSingleton(_ => new RulesInForce(Read(file))).AddHostedService<RulesStart>();
    }

    /// <summary>Has them read again when the file is changed. After the database, where that is recorded.</summary>
    public static IServiceCollection AddRulesWatch(this IServiceCollection services) => services.AddHostedService<RulesWatch>();

    public static string FileOf(IConfiguration configuration) => configuration["Access:File"] is { } file && !string.IsNullOrWhiteSpace(file) ? file : "access.yaml";

    private static RulesEdition Read(string file)
    {
        var (edition, problems) = RulesOnDisk.Look(file).Read();
        return edition ?? throw new RulesRefusedException(problems);
    }

    /// <summary>Has the rules read at start, not at the first request.</summary>
    private sealed class RulesStart(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<RulesInForce>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
