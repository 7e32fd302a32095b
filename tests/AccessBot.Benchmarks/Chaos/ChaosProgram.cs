using System.Globalization;
using System.Runtime.InteropServices;
using AccessBot.Persistence;

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
          --only WHAT        nothing fails, and more people are at it:
                             with stops, processes are told to end (SIGTERM) at any moment, which must
                               take less than ten seconds, end with 0 and lose nothing;
                             with rotations, OneLogin's credential and Slack's bot token are replaced in
                               the store (SQLite: files; PostgreSQL: Secrets Manager, as the tests have
                               it), and the old ones are refused: no call may be noted as failed
          --db DATABASE      with --only: sqlite, which is one process, postgres, which is two, or both (both)
          --plan             print the plan and do nothing
          --help             this text

        The exit code is 1 if any promise was not kept; what belongs to it is then printed.
        """;

    private static readonly DatabaseProvider[] Both = [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
        {
            await Console.Out.WriteLineAsync(Help);
            return 0;
        }

        var asked = new Asked();
        for (var i = 0; i < args.Count; i++)
        {
            if (Read(asked, args[i], i + 1 < args.Count ? args[i + 1] : "") is not { } read)
            {
                await Console.Error.WriteLineAsync($"{args[i]} is no option, or what follows it is wrong. The options are --minutes (0.2 to 600), --seed, --only (stops or rotations), --db, --plan and --help.");
                return 2;
            }

            (asked, i) = (read, args[i] is "--plan" ? i : i + 1);
        }

        if (asked is { Databases: not null, Kind: PlanKind.Everything })
        {
            await Console.Error.WriteLineAsync("--db goes with --only; all else that fails needs PostgreSQL.");
            return 2;
        }

        var worst = 0;
        foreach (var database in asked.Kind == PlanKind.Everything ? [DatabaseProvider.Postgres] : asked.Databases ?? Both)
        {
            worst = Math.Max(worst, await RunAsync(asked, database));
        }

        return worst;
    }

    /// <returns>Null if it is no option or has no such value.</returns>
    private static Asked? Read(Asked asked, string option, string value) => (option, value) switch
    {
        ("--plan", _) => asked with { PlanOnly = true },
        ("--minutes", _) when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 0.2 and <= 600 => asked with { Minutes = minutes },
        ("--seed", _) when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) => asked with { Seed = seed },
        ("--only", "stops") => asked with { Kind = PlanKind.Stops },
        ("--only", "rotations") => asked with { Kind = PlanKind.Rotations },
        ("--db", _) when CommandLine.DatabasesOf(value) is { } databases => asked with { Databases = databases },
        _ => null,
    };

    private static Plan PlanOf(Asked asked, DatabaseProvider database) => asked.Kind switch
    {
        PlanKind.Stops => PlanMaker.Stops(TimeSpan.FromMinutes(asked.Minutes), asked.Seed, Scene.NodesOn(database)),
        PlanKind.Rotations => PlanMaker.Rotations(TimeSpan.FromMinutes(asked.Minutes), asked.Seed),
        _ => PlanMaker.Make(TimeSpan.FromMinutes(asked.Minutes), asked.Seed),
    };

    private static async Task<int> RunAsync(Asked asked, DatabaseProvider database)
    {
        var plan = PlanOf(asked, database);
        if (asked.PlanOnly)
        {
            await Console.Out.WriteLineAsync($"{plan}\n{plan.Hash}");
            return 0;
        }

        using var over = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        Report report;
        try
        {
            report = await ChaosRun.ExecuteAsync(Published.AccessBot, plan, database, ChaosRun.UsualPatience, Console.Error.WriteLine, TimeProvider.System, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Broken off; nothing can be said.");
            return 2;
        }

        await Console.Out.WriteLineAsync(report.ToString());
        if (!report.IsClean)
        {
            var log = Path.Combine(Path.GetTempPath(), $"chaos-{asked.Seed}.log");
            await File.WriteAllLinesAsync(log, report.Log);
            await Console.Out.WriteLineAsync($"  What the processes wrote is in {log}.");
        }

        if (!report.HasGrants)
        {
            await Console.Out.WriteLineAsync("  No access was given in it, so it shows nothing: give it more minutes, or a machine that has less to do.");
        }

        return report is { IsClean: true, HasGrants: true } ? 0 : 1;

        // Processes and a database were started that have to be ended.
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            over.Cancel();
        }
    }

    private sealed record Asked
    {
        public double Minutes { get; init; } = 2;

        public long Seed { get; init; } = 1;

        public PlanKind Kind { get; init; }

        public IReadOnlyList<DatabaseProvider>? Databases { get; init; }

        public bool PlanOnly { get; init; }
    }
}
