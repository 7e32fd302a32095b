using AccessBot.Persistence;
using AccessBot.Secrets;
using Microsoft.Data.Sqlite;

namespace AccessBot.Setup;

/// <summary>Where requests and audit trail are kept.</summary>
internal sealed class DatabaseStep(Dialogue dialogue, SettingsDraft draft, string folder)
{
    public async Task AskAsync(CancellationToken cancel)
    {
        dialogue.Heading("The database");
        var before = draft.IsPostgres ? DatabaseProvider.Postgres : DatabaseProvider.Sqlite;
        var provider = draft.TakeGiven(SetupKeys.Provider)
            ? before
            : await dialogue.ChooseAsync("Database", before, cancel,
                (DatabaseProvider.Sqlite, "SQLite: a file, for one AccessBot"),
                (DatabaseProvider.Postgres, "PostgreSQL: for any number, which share the work"));
        if (provider != before)
        {
            // What was said of one means nothing to the other.
            draft[SetupKeys.Provider] = $"{provider}";
            draft[SetupKeys.ConnectionString] = null;
        }

        await (provider == DatabaseProvider.Postgres ? AskForPostgresAsync(cancel) : AskForSqliteAsync(cancel));
    }

    private Task AskForPostgresAsync(CancellationToken cancel) => new SettingQuestions(dialogue, draft).SecretAsync(
        SetupKeys.ConnectionString, "Connection string (Host=…;Database=accessbot;Username=…;Password=…)", cancel);

    private async Task AskForSqliteAsync(CancellationToken cancel)
    {
        if (draft.TakeGiven(SetupKeys.ConnectionString) || (SecretReference.Read(draft[SetupKeys.ConnectionString]) is not null
            && await dialogue.ConfirmAsync($"The connection string comes from {draft[SetupKeys.ConnectionString]}. Keep that?", now: true, cancel)))
        {
            return;
        }

        var now = draft[SetupKeys.ConnectionString] is { } set && SecretReference.Read(set) is null && SettingQuestions.Problem(draft, SetupKeys.ConnectionString) is null
            ? new SqliteConnectionStringBuilder(set).DataSource
            : null;
        var answer = await dialogue.TextAsync(
            "The file, made at the first start", now ?? Path.Combine(folder, "accessbot.db"), text => SettingQuestions.Problem(draft.With(SetupKeys.ConnectionString, Connection(text)), SetupKeys.ConnectionString), cancel);
        if (!string.Equals(answer, now, StringComparison.Ordinal))
        {
            draft[SetupKeys.ConnectionString] = Connection(answer);
        }
    }

    /// <summary>Without the blank that the usual spelling of the keyword has: docker takes no quotes.</summary>
    private static string Connection(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString.Replace("Data Source=", "DataSource=", StringComparison.Ordinal);
}
