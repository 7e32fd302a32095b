using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using AccessBot.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AccessBot.Benchmarks;

/// <summary>How a database goes about the queries of Persistence: each is explained with its own text and values just before it is sent.</summary>
internal sealed class QueryPlans : DbCommandInterceptor, IAsyncDisposable
{
    private readonly DatabaseProvider provider;
    private readonly string connectionString;
    private readonly ServiceProvider services;
    private readonly List<string> plans = [];
    private bool explains;

    public QueryPlans(DatabaseProvider provider, string connectionString)
    {
        (this.provider, this.connectionString) = (provider, connectionString);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new("Database:Provider", provider.ToString()), new("Database:ConnectionString", connectionString)]).Build();
        services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPersistence(configuration)
            .ConfigureDbContext<PostgresContext>(options => options.AddInterceptors(this))
            .ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(this))
            .BuildServiceProvider();
    }

    /// <summary>Whether a query looked through a whole table.</summary>
    public bool HasScanned { get; private set; }

    /// <summary>Prints the plans of what this call asks the database.</summary>
    public async Task PrintAsync<TPort>(string title, Func<TPort, Task> call)
        where TPort : notnull
    {
        plans.Clear();
        explains = true;
        await call(services.GetRequiredService<TPort>());
        explains = false;
        for (var i = 0; i < plans.Count; i++)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\n{provider}: {title}, query {i + 1} of {plans.Count}\n{plans[i]}"));
        }
    }

    /// <summary>How long this call takes, so many times.</summary>
    public async Task<Figures> MeasureAsync<TPort>(int times, Func<TPort, Task> call)
        where TPort : notnull
    {
        await call(services.GetRequiredService<TPort>());
        var measured = new List<TimeSpan>();
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call(services.GetRequiredService<TPort>());
            measured.Add(Stopwatch.GetElapsedTime(start));
        }

        return new Figures(measured);
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (!explains)
        {
            return result;
        }

        await using DbConnection connection = provider == DatabaseProvider.Postgres ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var explain = connection.CreateCommand();
        explain.CommandText = (provider == DatabaseProvider.Postgres ? "EXPLAIN (ANALYZE, BUFFERS) " : "EXPLAIN QUERY PLAN ") + command.CommandText;
        explain.CommandTimeout = 0;
        foreach (DbParameter parameter in command.Parameters)
        {
            explain.Parameters.Add(parameter is NpgsqlParameter known ? known.Clone() : new SqliteParameter(parameter.ParameterName, parameter.Value));
        }

        await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
        var steps = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            steps.Add(reader.GetString(provider == DatabaseProvider.Postgres ? 0 : 3));
        }

        HasScanned |= steps.Exists(step => IsScan(step, steps));
        plans.Add(string.Join('\n', [.. command.CommandText.Split('\n').Select(line => "  " + line), .. steps.Select(step => "    " + step)]));
        return result;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>Of a whole table; SQLite calls it a scan too when it goes through what another step of the plan made, or through a part that has an index of its own.</summary>
    private static bool IsScan(string step, List<string> steps) =>
        step.Contains("Seq Scan", StringComparison.Ordinal)
        || (step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains(" USING ", StringComparison.Ordinal)
            && !steps.Exists(other => other is ['C', 'O', '-', ..] or ['M', 'A', 'T', ..] && other.EndsWith(' ' + step.Split(' ')[1], StringComparison.Ordinal)));
}
