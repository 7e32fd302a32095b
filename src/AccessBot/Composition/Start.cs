using AccessBot.Persistence;
using AccessBot.Slack;
using Microsoft.Extensions.Options;

namespace AccessBot.Composition;

/// <summary>Runs the service, or a command, and turns what an operator got wrong into sentences instead of a stack trace.</summary>
internal static class Start
{
    /// <summary>The process's exit code when it refuses to start, or to do what it was told.</summary>
    public const int Refused = 2;

    /// <summary>The process's exit code when it ends while it serves, since Slack refuses its app token or has Socket Mode turned off.</summary>
    public const int RefusedBySlack = 3;

    public static Task<int> RunAsync(string[] args, Func<string[], WebApplication> build, TextWriter errors) => SayingAsync("AccessBot does not start:", errors, async () =>
    {
        await using var app = Built(args, build);
        var refusal = app.Services.GetRequiredService<SlackRefusal>();
        await RunAsync(app);
        return refusal.Sentence is { } sentence ? await SayAsync("AccessBot ends:", errors, [sentence], RefusedBySlack) : 0;
    });

    /// <summary>Runs something that settings, rules or the database may keep from running; then that is said, under this heading.</summary>
    public static async Task<int> SayingAsync(string heading, TextWriter errors, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (SettingFaults.Of(e) is { } faults)
        {
            return await SayAsync(heading, errors, faults);
        }
        catch (RulesRefusedException e)
        {
            return await SayAsync(heading, errors, e.Problems);
        }
        catch (DatabaseStartException e)
        {
            return await SayAsync(heading, errors, [e.Message]);
        }
    }

    /// <summary>Makes it. A provider that there isn't keeps everything from being made: with one that there is, the other settings are looked at as well, so that all is said at once.</summary>
    private static WebApplication Built(string[] args, Func<string[], WebApplication> build)
    {
        try
        {
            return build(args);
        }
        catch (OptionsValidationException e) when (e.OptionsType == typeof(DatabaseOptions))
        {
            throw new OptionsValidationException(e.OptionsName, e.OptionsType, e.Failures.Union(Others([.. args, $"--Database:Provider={default(DatabaseProvider)}"], build), StringComparer.Ordinal));
        }
    }

    /// <summary>What is wrong with what is not the database's.</summary>
    private static IEnumerable<string> Others(string[] args, Func<string[], WebApplication> build)
    {
        try
        {
            ((IDisposable)build(args)).Dispose();
            return [];
        }
        catch (Exception e) when (SettingFaults.Of(e) is { } faults)
        {
            return faults.Where(sentence => !sentence.StartsWith("Database:", StringComparison.Ordinal));
        }
    }

    private static async Task RunAsync(WebApplication app)
    {
        // Taken now: when a start is broken off, the application has been disposed of by the time that it is asked why.
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to end while it was still starting; there is nothing to finish yet.
        }
    }

    private static async Task<int> SayAsync(string heading, TextWriter errors, IEnumerable<string> problems, int code = Refused)
    {
        await errors.WriteLineAsync(heading);
        foreach (var problem in problems)
        {
            await errors.WriteLineAsync($"  {problem}");
        }

        return code;
    }
}
