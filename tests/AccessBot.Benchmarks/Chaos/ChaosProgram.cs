using System.Globalization;
using System.Runtime.InteropServices;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>The program <c>chaos</c>.</summary>
internal static class ChaosProgram
{
    public const string Name = "chaos";

    public const string Help =
        """
        What becomes of AccessBot's promises when everything fails at once.

          dotnet run -c Release --project tests/AccessBot.Benchmarks -- chaos [options]

        chaos runs two AccessBot processes on one PostgreSQL against the sandbox. People ask, approve,
        deny, withdraw and end access; others change memberships in OneLogin itself; OneLogin, Slack
        and the database fail; and processes are killed every few seconds. When everything has settled,
        a model that shares no logic with AccessBot computes who should have held what and when, and
        compares it with what OneLogin really held.

          --minutes N        how long people are at it (2)
          --seed S           the same seed and length make the same plan (1)
          --plan             print the plan and do nothing
          --help             this text

        The exit code is 1 if any promise was not kept; what belongs to it is then printed.
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var (minutes, seed, planOnly) = (2.0, 1L, false);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    await Console.Out.WriteLineAsync(Help);
                    return 0;
                case "--plan":
                    planOnly = true;
                    break;
                case "--minutes" when i + 1 < args.Count && double.TryParse(args[i + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out minutes) && minutes is >= 0.2 and <= 600:
                case "--seed" when i + 1 < args.Count && long.TryParse(args[i + 1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seed):
                    i++;
                    break;
                default:
                    await Console.Error.WriteLineAsync($"{args[i]} is no option, or what follows it is wrong. The options are --minutes (0.2 to 600), --seed, --plan and --help.");
                    return 2;
            }
        }

        var length = TimeSpan.FromMinutes(minutes);
        if (planOnly)
        {
            var plan = PlanMaker.Make(length, seed);
            await Console.Out.WriteLineAsync($"{plan}\n{plan.Hash}");
            return 0;
        }

        var binary = Path.Combine(AppContext.BaseDirectory, "published", "accessbot.dll");
        using var over = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        Report report;
        try
        {
            report = await ChaosRun.ExecuteAsync(binary, length, seed, ChaosRun.UsualPatience, Console.Error.WriteLine, TimeProvider.System, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Broken off; nothing can be said.");
            return 2;
        }

        await Console.Out.WriteLineAsync(report.ToString());
        if (!report.IsClean)
        {
            var log = Path.Combine(Path.GetTempPath(), $"chaos-{seed}.log");
            await File.WriteAllLinesAsync(log, report.Log);
            await Console.Out.WriteLineAsync($"  What the processes wrote is in {log}.");
        }

        return report.IsClean ? 0 : 1;

        // Processes and a database were started that have to be ended.
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            over.Cancel();
        }
    }
}
