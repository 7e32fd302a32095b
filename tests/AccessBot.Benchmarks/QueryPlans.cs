using System.Data.Common;
using System.Globalization;
using AccessBot.Core.Ports;
using AccessBot.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AccessBot.Benchmarks;

/// <summary>How PostgreSQL goes about the store's queries: each is explained with its own text and values just before it is sent.</summary>
internal sealed class QueryPlans : DbCommandInterceptor, IAsyncDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly ServiceProvider services;
    private readonly List<string> plans = [];

    public QueryPlans(string connectionString)
    {
        database = NpgsqlDataSource.Create(connectionString);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new("Database:Provider", nameof(DatabaseProvider.Postgres)), new("Database:ConnectionString", connectionString)]).Build();
        services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPersistence(configuration)
            .ConfigureDbContext<PostgresContext>(options => options.AddInterceptors(this))
            .BuildServiceProvider();
    }

    /// <summary>Prints the plans of what the store asks the database in this call.</summary>
    public async Task PrintAsync(string title, Func<IRequestStore, Task> call)
    {
        plans.Clear();
        await call(services.GetRequiredService<IRequestStore>());
        for (var i = 0; i < plans.Count; i++)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\n{title}, query {i + 1} of {plans.Count}\n{plans[i]}"));
        }
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var explain = new NpgsqlCommand("EXPLAIN (ANALYZE, BUFFERS) " + command.CommandText, connection) { CommandTimeout = 0 };
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            explain.Parameters.Add(parameter.Clone());
        }

        await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>(command.CommandText.Split('\n').Select(line => "  " + line));
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add("    " + reader.GetString(0));
        }

        plans.Add(string.Join('\n', lines));
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}
