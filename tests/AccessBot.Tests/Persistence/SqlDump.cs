using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using AccessBot.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AccessBot.Tests.Persistence;

/// <summary>A database as SQL text: its migrations as they were run, the history table included, and its rows.</summary>
internal static class SqlDump
{
    public static async Task<string> WriteAsync(AccessBotContext context)
    {
        var sql = new StringBuilder(context.GetService<IMigrator>().GenerateScript());
        await context.Database.OpenConnectionAsync();

        // What others refer to comes first.
        foreach (var table in context.Model.GetEntityTypes().OrderBy(e => e.GetForeignKeys().Count()).Select(e => e.GetTableName()!))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1, 2";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO \"{table}\" ({Columns(reader)}) VALUES ({Values(reader)});\n");
            }
        }

        return sql.ToString().ReplaceLineEndings("\n");
    }

    public static async Task LoadAsync(AccessBotContext context, string sql)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Every row of a table, its columns as the database has them: a later version's columns would not be among those of an earlier one.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(AccessBotContext context, string table, string columns)
    {
        var rows = new List<string>();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT {columns} FROM \"{table}\" ORDER BY 1, 2";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(Values(reader));
        }

        return rows;
    }

    /// <summary>The columns that a table has now.</summary>
    public static async Task<string> ColumnsAsync(AccessBotContext context, string table)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly);
        return Columns(reader);
    }

    private static string Columns(DbDataReader reader) =>
        string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(i => $"\"{reader.GetName(i)}\""));

    private static string Values(DbDataReader reader) =>
        string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(i => Literal(reader.GetValue(i))));

    private static string Literal(object value) => value switch
    {
        DBNull => "NULL",
        bool truth => truth ? "TRUE" : "FALSE",
        DateTime time => $"'{time.ToUniversalTime():yyyy-MM-dd HH:mm:ss.ffffff}+00'",
        string or Guid => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{value.GetType()} has no literal here."),
    };
}
