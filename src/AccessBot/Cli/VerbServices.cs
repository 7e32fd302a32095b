using AccessBot.Composition;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Persistence;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AccessBot.Cli;

/// <summary>The services of a process that does one thing and ends: those of the service, from the same settings, and nothing of it runs.</summary>
internal static class VerbServices
{
    /// <summary>Makes them, has the settings, the rules and the database looked at, and runs the verb.</summary>
    /// <param name="verb">Its name, for what is said if it can't be run.</param>
    /// <param name="settings">Those of the command line.</param>
    /// <param name="verbose">Whether the log is written, to the error output.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="run">The verb.</param>
    /// <param name="cancel">Ends the look at the database.</param>
    public static Task<int> RunAsync(string verb, string[] settings, bool verbose, Terminal terminal, Func<IServiceProvider, Task<int>> run, CancellationToken cancel) =>
        Start.SayingAsync($"accessbot {verb} does nothing:", terminal.Error, async () =>
        {
            await using var app = Build(settings, verbose);

            // Never started: what is hosted would serve.
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            app.Services.GetRequiredService<RulesInForce>();
            try
            {
                await app.Services.GetRequiredService<DatabaseVisit>().OpenAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Later a verb says itself how far it came.
                await terminal.Error.WriteLineAsync("Interrupted. Nothing was done.");
                return ExitCode.Left;
            }

            return await run(app.Services);
        });

    /// <summary>Makes them, with some others in their place for this verb.</summary>
    public static WebApplication Build(string[] settings, bool verbose, Action<IServiceCollection>? instead = null)
    {
        var builder = Beginning.Of(settings);
        builder.AddAccessBot();
        builder.Services.AddSingleton<DatabaseVisit>();
        builder.Services.AddSingleton<OwnHands>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IJobQueue>(provider => provider.GetRequiredService<OwnHands>()));
        builder.Logging.ClearProviders();
        if (verbose)
        {
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        instead?.Invoke(builder.Services);
        return builder.Build();
    }
}
