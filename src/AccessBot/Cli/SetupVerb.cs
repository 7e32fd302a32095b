using System.CommandLine;
using AccessBot.Composition;
using AccessBot.Setup;
using Spectre.Console;

namespace AccessBot.Cli;

/// <summary><c>accessbot setup</c>: its words.</summary>
internal static class SetupVerb
{
    private const string AsksAtATerminal =
        "accessbot setup asks questions, at a terminal. Without one, begin with deploy/systemd/settings.env, deploy/access.sample.yaml and what accessbot manifest writes.";

    public static Command Build(string[] settings, Terminal terminal)
    {
        var folder = new Option<string>("--folder")
        {
            HelpName = "DIR", Description = "Where it writes; if left out, the working directory", DefaultValueFactory = _ => ".",
        };
        folder.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && string.IsNullOrWhiteSpace(name))
            {
                result.AddError("--folder names nothing.");
            }
        });

        var setup = new Command("setup", "Asks for settings and access rules, says what to do in Slack and OneLogin, and writes it all down. It can be run again.") { folder };
        setup.SetAction((parsed, cancel) => RunAsync(settings, parsed.GetRequiredValue(folder), terminal, cancel));
        return setup;
    }

    private static async Task<int> RunAsync(string[] settings, string folder, Terminal terminal, CancellationToken cancel)
    {
        if (terminal.IsPiped || ConsoleOf(terminal) is not { } console)
        {
            await terminal.Error.WriteLineAsync(AsksAtATerminal);
            return ExitCode.BadInput;
        }

        return await Start.SayingAsync("accessbot setup does nothing:", terminal.Error, () => new SetupRun(settings, folder, console).RunAsync(cancel));
    }

    /// <summary>Null where lists can't be drawn.</summary>
    private static IAnsiConsole? ConsoleOf(Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) });
        return console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } } ? console : null;
    }
}
