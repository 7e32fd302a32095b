using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>The tables on PostgreSQL.</summary>
internal sealed class PostgresContext(DbContextOptions<PostgresContext> options) : AccessBotContext(options);
