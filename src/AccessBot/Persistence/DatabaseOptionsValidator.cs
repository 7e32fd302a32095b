using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AccessBot.Persistence;

/// <summary>Says what is wrong with the section. What can't be a provider is told where the provider is chosen.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) => Problem(options) is { } problem
        ? ValidateOptionsResult.Fail(problem)
        : ValidateOptionsResult.Success;

    private static string? Problem(DatabaseOptions options)
    {
        var example = options.Provider == DatabaseProvider.Sqlite ? "Data Source=/var/lib/accessbot/accessbot.db" : "Host=db.acme.com;Database=accessbot;Username=accessbot;Password=…";
        try
        {
            var names = options.Provider == DatabaseProvider.Sqlite
                ? new SqliteConnectionStringBuilder(options.ConnectionString).DataSource
                : new NpgsqlConnectionStringBuilder(options.ConnectionString).Host;
            return string.IsNullOrWhiteSpace(names) ? $"Database:ConnectionString does not say where the database is. Write it as in {example}." : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
        {
            // What it is, is not repeated: there may be a password in it.
            return $"Database:ConnectionString is none for {options.Provider}. Write it as in {example}.";
        }
    }
}
