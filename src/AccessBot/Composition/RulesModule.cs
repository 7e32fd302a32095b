using AccessBot.Core.Rules;

namespace AccessBot.Composition;

/// <summary>Reads the access rules from the file that <c>Access:File</c> names.</summary>
internal static class RulesModule
{
    public static IServiceCollection AddAccessRules(this IServiceCollection services, IConfiguration configuration)
    {
        var file = configuration["Access:File"] ?? "access.yaml";
        return services.AddSingleton(_ => new RulesInForce(Read(file))).AddHostedService<RulesStart>();
    }

    private static AccessRules Read(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RulesRefusedException([$"The access rules {Path.GetFullPath(file)} can't be read: {e.Message} Set Access:File to their place."]);
        }

        var reading = RulesFile.Read(text, file);
        return reading.Rules ?? throw new RulesRefusedException([.. reading.Problems.Select(p => p.ToString())]);
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
