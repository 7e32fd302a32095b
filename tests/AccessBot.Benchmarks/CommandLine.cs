using System.Globalization;
using AccessBot.Persistence;

namespace AccessBot.Benchmarks;

/// <summary>Which benchmark was asked for, and how much of it.</summary>
internal sealed record CommandLine(int Approvals, int Revocations, IReadOnlyList<DatabaseProvider> Databases, bool WantsHelp, string? Error)
{
    public const string Help =
        """
        How long people wait for AccessBot, and how long access outlives its end.

          dotnet run -c Release --project tests/AccessBot.Benchmarks -- latency [options]

        latency measures, through the front door and on the real clock:
          from an approver's click leaving Slack to OneLogin getting the call that adds the person,
            with one request going on at a time;
          from the end of a grant to OneLogin getting the call that removes the person, with ends
            some 0.4 s apart;
          and beside them the same two ways through Hangfire alone, with its defaults and a job
            that does nothing, on the same database.

          --approvals N      how many approvals (100; some before them warm up and are not counted)
          --revocations N    how many revocations (100)
          --db DATABASE      sqlite, postgres or both (both; PostgreSQL is started for the run)
          --help             this text

        The exit code is 1 if access ended before its time, which no run may show.
        """;

    private const string Names = "The options are --approvals, --revocations, --db and --help.";

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var read = new CommandLine(100, 100, [DatabaseProvider.Sqlite, DatabaseProvider.Postgres], WantsHelp: false, Error: null);
        if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
        {
            return read with { WantsHelp = true };
        }

        if (args.Count == 0 || args[0] is not "latency")
        {
            return read with { Error = args.Count == 0 ? "Say which benchmark: latency." : $"There is no benchmark {args[0]}; there is latency." };
        }

        for (var i = 1; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--approvals" when Number(value) is { } number:
                    read = read with { Approvals = number };
                    break;
                case "--revocations" when Number(value) is { } number:
                    read = read with { Revocations = number };
                    break;
                case "--approvals" or "--revocations":
                    return read with { Error = $"{args[i]} needs a number from 1 to 1000." };
                case "--db" when DatabasesOf(value) is { } databases:
                    read = read with { Databases = databases };
                    break;
                case "--db":
                    return read with { Error = "--db needs sqlite, postgres or both." };
                default:
                    return read with { Error = $"There is no option {args[i]}. {Names}" };
            }
        }

        return read;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1000 ? number : null;

    private static IReadOnlyList<DatabaseProvider>? DatabasesOf(string? name) => name switch
    {
        "sqlite" => [DatabaseProvider.Sqlite],
        "postgres" => [DatabaseProvider.Postgres],
        "both" => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres],
        _ => null,
    };
}
