using System.CommandLine;
using AccessBot.Core.Rules;

namespace AccessBot.Cli;

/// <summary><c>accessbot schema</c>: the JSON Schema of the access rules, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Build(Terminal terminal)
    {
        var schema = new Command("schema", "Writes the JSON Schema of the access rules, for editors.");
        schema.SetAction(async (_, _) =>
        {
            await terminal.Out.WriteAsync(RulesSchema.Text());
            return ExitCode.Done;
        });
        return schema;
    }
}
