using System.CommandLine;
using AccessBot.Composition;

namespace AccessBot.Cli;

/// <summary>What <c>accessbot</c> does with the words behind it: without a verb it serves.</summary>
internal static class CommandLine
{
    /// <summary>How long a verb that is interrupted has to say what it has done.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>Runs the program.</summary>
    /// <param name="args">As the process got them: settings may stand anywhere among them.</param>
    /// <param name="build">Makes the service of all of them.</param>
    /// <param name="terminal">Where a command reads and writes.</param>
    /// <returns>The process's exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build, Terminal terminal)
    {
        var (settings, words) = SettingArguments.Split(args);
        var root = Root(settings, terminal);
        if (IsForTheService(words, root))
        {
            return await Start.RunAsync(args, build, terminal.Error);
        }

        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0)
        {
            return await InvokeAsync(parsed, terminal);
        }

        var isVerb = parsed.CommandResult.Command is not RootCommand;
        foreach (var problem in isVerb ? parsed.Errors.Select(e => e.Message) : [$"There is no command '{words[0]}'."])
        {
            await terminal.Error.WriteLineAsync(problem);
        }

        await terminal.Error.WriteLineAsync($"accessbot {(isVerb ? $"{parsed.CommandResult.Command.Name} " : "")}--help says what there is.");
        return ExitCode.BadInput;
    }

    /// <remarks>The package's own handler of what a verb throws keeps silent about what was cancelled, by whomever.</remarks>
    private static async Task<int> InvokeAsync(ParseResult parsed, Terminal terminal)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                ProcessTerminationTimeout = LastWords, EnableDefaultExceptionHandler = false, Output = terminal.Out, Error = terminal.Error,
            });
        }
        catch (Exception e)
        {
            await terminal.Error.WriteLineAsync($"This should not have happened: {e}");
            return ExitCode.Left;
        }
    }

    /// <summary>Every command that there is.</summary>
    internal static RootCommand Root(string[] settings, Terminal terminal)
    {
        var root = new RootCommand($"""
            AccessBot gives people a OneLogin role for as long as they need it. Without a command it serves.

            Settings come from appsettings.json, the environment (Section__Key) and --Section:Key=value, with a command as without.

            Exit codes:
            {string.Join('\n', ExitCode.Meanings.Select(code => $"  {code.Key}  {code.Value}"))}
            """)
        {
            CheckVerb.Build(settings, terminal),
            RevokeVerb.Build(settings, terminal),
            ReconcileVerb.Build(settings, terminal),
            LinkVerb.Build(settings, terminal),
            LinkVerb.BuildUndoing(settings, terminal),
            SchemaVerb.Build(terminal),
            SetupVerb.Build(settings, terminal),
            ManifestVerb.Build(terminal),
            HealthVerb.Build(settings, terminal),
        };
        root.Subcommands.Add(CompletionVerb.Build(root, terminal));
        return root;
    }

    /// <summary>No verb, and nothing that this program answers itself: what is left are options of the web host, such as <c>--urls</c>.</summary>
    private static bool IsForTheService(string[] words, RootCommand root)
    {
        var known = root.Subcommands.Select(verb => verb.Name)
            .Concat(root.Options.SelectMany(option => option.Aliases.Append(option.Name)))
            .ToHashSet(StringComparer.Ordinal);
        return words is [] || (words[0][..1] is "-" or "/" && !words.Any(known.Contains));
    }
}
