using AccessBot.Persistence;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

/// <summary>Makes the dump of the present version, to be kept when it is released: see the README beside the tests.</summary>
public sealed class ReleasedDatabases
{
    [Theory(Explicit = true), InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Write_the_present_version(Db db)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        await ReleasedRows.AddAsync(services);

        await using var context = await services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
        var name = (await context.Database.GetAppliedMigrationsAsync()).Last().Split('_')[1];
        await using var file = new FileStream(Path.Combine(SourceFolder(), $"{name}.{db}.sql"), FileMode.CreateNew);
        await using var writer = new StreamWriter(file);
        await writer.WriteAsync(await SqlDump.WriteAsync(context));
    }

    private static string SourceFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AccessBot.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the source tree.");
        }

        return Path.Combine(folder.FullName, "tests", "AccessBot.Tests", "Persistence", "Released");
    }
}
