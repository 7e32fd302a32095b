namespace AccessBot.Persistence;

/// <summary>Section <c>Database</c>.</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>Which database.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>How to reach it, as its provider writes it.</summary>
    public string ConnectionString { get; set; } = "Data Source=accessbot.db";
}
