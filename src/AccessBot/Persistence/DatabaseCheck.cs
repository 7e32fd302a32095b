using AccessBot.Core.Checking;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AccessBot.Persistence;

/// <summary>Whether the database answers, and whether a start would have its tables to make or to change.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<AccessBotContext> contexts, IOptions<DatabaseOptions> options) : IOnlineCheck
{
    public string Name => "database";

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        if (options.Value.Provider == DatabaseProvider.Postgres)
        {
            var connection = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString);
            return [await LookAsync($"database {connection.Database} at {connection.Host}:{connection.Port}", cancel)];
        }

        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(options.Value.ConnectionString).DataSource);
        if (File.Exists(file))
        {
            return [await LookAsync($"database file {file}", cancel)];
        }

        // Opening it would make it.
        var what = $"database file {file}, which is made at the first start";
        return Directory.Exists(Path.GetDirectoryName(file))
            ? [new Checked(what)]
            : [Away(what, $"There is no folder {Path.GetDirectoryName(file)}.", "Make it, for AccessBot to write in, or correct Database:ConnectionString.")];
    }

    private async Task<Checked> LookAsync(string what, CancellationToken cancel)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancel);
            var (applied, known) = (await context.Database.GetAppliedMigrationsAsync(cancel), context.Database.GetMigrations().ToList());
            var due = known.Except(applied, StringComparer.Ordinal).Count();
            return applied.Except(known, StringComparer.Ordinal).Any()
                ? Away(what, "Its tables are of a later version of AccessBot.", "Use that version's program.")
                : new Checked(due == 0 ? what : due == known.Count ? $"{what}, whose tables are made at the first start" : $"{what}, whose tables the next start brings up to date");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or SqliteException)
        {
            return Away(what, $"It can't be opened: {e.Message.TrimEnd('.')}.", "Set Database:ConnectionString, and see that it is running.");
        }
    }

    private static Checked Away(string what, string message, string remedy) =>
        new(what, new CheckProblem(CheckCode.DatabaseAway, "Database:ConnectionString", message, remedy));
}
