using System.Globalization;
using AccessBot.Persistence;

namespace AccessBot.Benchmarks;

/// <summary>Which benchmark was asked for, and how much of it.</summary>
internal sealed record CommandLine
{
    public const string Help =
        """
        How long people wait for AccessBot, and how long access outlives its end.

          dotnet run -c Release --project tests/AccessBot.Benchmarks -- BENCHMARK [options]

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

        revocations measures many grants that end within one second, on PostgreSQL, with a OneLogin
        that answers in 50 ms and refuses a fifth call at once:
          from the end of each grant to OneLogin's removing the person, and the calls that it took;
          and beside it the plain way: one job a grant, scheduled in Hangfire with its defaults, that
            makes the one call for the one person.

          --grants N         how many grants (10000)
          --roles N          over how many roles (50)
          --plain-grants N   how many of them the plain way gets (as many, which takes minutes; with
                             fewer, AccessBot is measured with that many as well and these two are
                             compared; 0 leaves the plain way out)

        ballast measures what latency does on two databases in turn, an empty one and one with many
        rows, and prints how PostgreSQL goes about the queries that find what is due; and how PostgreSQL
        and SQLite, with as many rows, go about those behind what people are listed, and how long these
        take:

          --live N           grants that go on (100000)
          --closed N         requests that are over (1000000)
          --approvals N      how many approvals on each (60; some before them are not counted)
          --revocations N    how many revocations on each (40)

        rules measures a large access.yaml: how long it takes to be read, beside the YAML parser alone,
        and one ruling by it, beside one by a file of one flow:

          --flows N          how many flows (1000)

        start measures the cold start and the memory of the published program, with its first start, which
        makes the tables, by itself; beside an empty ASP.NET Core application that is published likewise:

          --starts N         how many starts of each (9; one before them warms up)
          --beside DLL       another published accessbot.dll, measured in turn: before and after a change
          --requests N       how many requests are then made and granted (200; 0 for none), for the memory after it

        code measures rules in C#: how long 2 and 50 classes take to be compiled, and how much later
        AccessBot is ready and how much more memory it holds, beside the same start without:

          --starts N         how many starts of each (5; one before them warms up)

        chaos lets everything fail at once and judges what becomes of AccessBot's promises;
        chaos --help says more.

          --help             this text

        The exit code is 1 if access ended before its time or did not end, which no run may show, or if
        a target of rules was missed, or if a list of people's looked through a whole table.
        """;

    private static readonly Dictionary<string, Dictionary<string, NumberOption>> Numbers = new(StringComparer.Ordinal)
    {
        ["latency"] = new(StringComparer.Ordinal)
        {
            ["--approvals"] = new(1, 1000, (c, n) => c with { Approvals = n }),
            ["--revocations"] = new(1, 1000, (c, n) => c with { Revocations = n }),
        },
        ["revocations"] = new(StringComparer.Ordinal)
        {
            ["--grants"] = new(1, 100_000, (c, n) => c with { Grants = n }),
            ["--roles"] = new(1, 1000, (c, n) => c with { Roles = n }),
            ["--plain-grants"] = new(0, 100_000, (c, n) => c with { PlainGrants = n }),
        },
        ["ballast"] = new(StringComparer.Ordinal)
        {
            ["--live"] = new(1, 1_000_000, (c, n) => c with { Live = n }),
            ["--closed"] = new(1, 10_000_000, (c, n) => c with { Closed = n }),
            ["--approvals"] = new(1, 1000, (c, n) => c with { Approvals = n }),
            ["--revocations"] = new(1, 1000, (c, n) => c with { Revocations = n }),
        },
        ["rules"] = new(StringComparer.Ordinal)
        {
            ["--flows"] = new(1, 10_000, (c, n) => c with { Flows = n }),
        },
        ["code"] = new(StringComparer.Ordinal)
        {
            ["--starts"] = new(1, 100, (c, n) => c with { Starts = n }),
        },
        ["start"] = new(StringComparer.Ordinal)
        {
            ["--starts"] = new(1, 100, (c, n) => c with { Starts = n }),
            ["--requests"] = new(0, 10_000, (c, n) => c with { Requests = n }),
        },
    };

    public string Benchmark { get; private init; } = "";

    public int Flows { get; private init; } = 1000;

    public int Starts { get; private init; } = 5;

    /// <summary>How many requests go through their life.</summary>
    public int Requests { get; private init; } = 200;

    /// <summary>Another AccessBot; null for none.</summary>
    public string? Beside { get; private init; }

    public int Approvals { get; private init; } = 100;

    public int Revocations { get; private init; } = 100;

    public IReadOnlyList<DatabaseProvider> Databases { get; private init; } = [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    public int Grants { get; private init; } = 10_000;

    public int Roles { get; private init; } = 50;

    /// <summary>Null for as many as <see cref="Grants"/>.</summary>
    public int? PlainGrants { get; private init; }

    public int Live { get; private init; } = 100_000;

    public int Closed { get; private init; } = 1_000_000;

    public bool WantsHelp { get; private init; }

    public string? Error { get; private init; }

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var read = new CommandLine();
        if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
        {
            return read with { WantsHelp = true };
        }

        var known = string.Join(", ", [.. Numbers.Keys, Chaos.ChaosProgram.Name]);
        if (args.Count == 0 || !Numbers.TryGetValue(args[0], out var numbers))
        {
            return read with { Error = args.Count == 0 ? $"Say which benchmark: {known}." : $"There is no benchmark {args[0]}; there are {known}." };
        }

        read = read with { Benchmark = args[0] };
        if (args[0] is "ballast")
        {
            read = read with { Approvals = 60, Revocations = 40 };
        }
        else if (args[0] is "start")
        {
            read = read with { Starts = 9 };
        }

        for (var i = 1; i < args.Count && read.Error is null; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            if (numbers.TryGetValue(args[i], out var option))
            {
                read = option.Read(value) is { } number
                    ? option.Set(read, number)
                    : read with { Error = $"{args[i]} needs a number from {option.Least} to {option.Most}." };
            }
            else if (args[0] is "latency" && args[i] is "--db")
            {
                read = DatabasesOf(value) is { } databases ? read with { Databases = databases } : read with { Error = "--db needs sqlite, postgres or both." };
            }
            else if (args[0] is "start" && args[i] is "--beside")
            {
                read = File.Exists(value) ? read with { Beside = value } : read with { Error = "--beside needs the path of an accessbot.dll." };
            }
            else
            {
                read = read with { Error = $"{args[0]} has no option {args[i]}; --help names those that it has." };
            }
        }

        return read.Error is null && read.PlainGrants > read.Grants ? read with { Error = "--plain-grants can't be more than --grants." } : read;
    }

    /// <returns>Null if there is no such choice.</returns>
    public static IReadOnlyList<DatabaseProvider>? DatabasesOf(string? name) => name switch
    {
        "sqlite" => [DatabaseProvider.Sqlite],
        "postgres" => [DatabaseProvider.Postgres],
        "both" => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres],
        _ => null,
    };

    private sealed record NumberOption(int Least, int Most, Func<CommandLine, int, CommandLine> Set)
    {
        public int? Read(string? text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most ? number : null;
    }
}
