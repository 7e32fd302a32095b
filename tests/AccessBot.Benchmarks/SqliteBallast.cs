using System.Globalization;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccessBot.Benchmarks;

/// <summary>As many requests as <see cref="Ballast"/> has, in a file of SQLite, for the lists alone: without audit entries, links and jobs, which these don't read.</summary>
internal sealed class SqliteBallast : IAsyncDisposable
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(730);
    private static readonly TimeSpan Brief = TimeSpan.FromHours(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-ballast-");

    public string ConnectionString => $"Data Source={Path.Combine(folder.FullName, "accessbot.db")}";

    /// <summary>Makes the file and fills it.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="role">The role that all of it is for.</param>
    /// <param name="live">How many grants go on, one a person.</param>
    /// <param name="closed">How many requests are over.</param>
    /// <param name="waiting">How many wait for a decision.</param>
    public async Task LoadAsync(AccessRules rules, long role, int live, int closed, int waiting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Database:ConnectionString", ConnectionString)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPersistence(configuration).BuildServiceProvider();
        foreach (var start in services.GetServices<IHostedService>())
        {
            await start.StartAsync(CancellationToken.None);
        }

        await using var context = await services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        var past = now - Past;
        var from = 0;
        from = await CopyAsync(context, person => PastRequest.Granted(rules, role, person, TimeSpan.FromDays(90), now + TimeSpan.FromDays(60)), from, live, TimeSpan.FromDays(20), live);
        from = await CopyAsync(context, person => PastRequest.Asked(rules, role, person, Brief, now - Brief), from, waiting, Brief / 2, live);
        from = await CopyAsync(context, person => PastRequest.Expired(rules, role, person, Brief, past), from, closed * 9 / 10, Past * 0.99, live);
        await CopyAsync(context, person => PastRequest.Denied(rules, role, person, Brief, past), from, closed - (closed * 9 / 10), Past * 0.99, live);
        await context.Database.ExecuteSqlRawAsync("ANALYZE");
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<int> CopyAsync(AccessBotContext context, Func<Person, Request> make, int from, int count, TimeSpan spread, int people)
    {
        var template = make(new Person(SlackUserId.Parse("U0TEMPLATE"), 1, "template@acme.example", TimeProvider.System.GetUtcNow()));
        context.Add(template);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();
        var step = string.Create(CultureInfo.InvariantCulture, $"CAST({spread.TotalMilliseconds / Math.Max(count, 1):0.######} * (g - {from}) AS INTEGER)");
        const string id = "printf('%08X-0000-7000-8000-%012X', g, g)";
        var changed = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Requests.Id"] = id,
            ["Requests.SubmissionKey"] = "'ballast' || g",
            ["Requests.OneLoginUser"] = $"1000000 + (g % {people})",
            ["Requests.Requester"] = $"'U0BALLAST' || (g % {people})",
            ["Decisions.RequestId"] = id,
            ["Notices.RequestId"] = id,
        };
        foreach (var type in (Type[])[typeof(Request), typeof(Decision), typeof(Notice)])
        {
            var entity = context.Model.FindEntityType(type)!;
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
            var columns = entity.GetProperties().Select(p => (Name: p.GetColumnName(table)!, IsTime: p.ClrType == typeof(DateTimeOffset) || p.ClrType == typeof(DateTimeOffset?))).ToList();
            var values = columns.Select(c => changed.GetValueOrDefault($"{table.Name}.{c.Name}", $"t.\"{c.Name}\"{(c.IsTime ? $" + {step}" : "")}"));
            var key = type == typeof(Request) ? "Id" : "RequestId";
            var insert = $"""
                INSERT INTO "{table.Name}" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))})
                SELECT {string.Join(", ", values)} FROM "{table.Name}" t CROSS JOIN (
                WITH RECURSIVE s(g) AS (SELECT {from} UNION ALL SELECT g + 1 FROM s LIMIT {count}) SELECT g FROM s) WHERE t."{key}" = upper('{template.Id.Value}')
                """;
            context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            await context.Database.ExecuteSqlRawAsync(insert);
        }

        // What hangs on it goes with it.
        await context.Requests.Where(r => r.Id == template.Id).ExecuteDeleteAsync();
        return from + count;
    }
}
