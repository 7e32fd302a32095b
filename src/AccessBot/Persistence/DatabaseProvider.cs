namespace AccessBot.Persistence;

/// <summary>The databases that AccessBot runs on.</summary>
internal enum DatabaseProvider
{
    /// <summary>A file, for one process.</summary>
    Sqlite,

    /// <summary>PostgreSQL, for any number of processes.</summary>
    Postgres,
}
