using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AccessBot.Persistence;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteContext --output-dir Persistence/Migrations/Sqlite</c>; no database is opened.</summary>
internal sealed class SqliteDesignTimeContext : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=:memory:").Options);
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresContext --output-dir Persistence/Migrations/Postgres</c>; no database is opened.</summary>
internal sealed class PostgresDesignTimeContext : IDesignTimeDbContextFactory<PostgresContext>
{
    public PostgresContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql("Host=localhost").Options);
}
