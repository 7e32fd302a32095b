using System.CommandLine;

namespace AccessBot.Cli;

/// <summary><c>accessbot completion</c>: what a shell completes, made of the commands that there are.</summary>
/// <remarks>Scripts that stand by themselves: one that asked the program at each key would wait for a start of it.</remarks>
internal static class CompletionVerb
{
    private static readonly Dictionary<string, Func<IReadOnlyList<CompletedVerb>, string>> Shells = new(StringComparer.Ordinal)
    {
        ["bash"] = CompletionScripts.Bash,
        ["zsh"] = CompletionScripts.Zsh,
        ["fish"] = CompletionScripts.Fish,
    };

    /// <param name="root">Has the commands; this one may be added to it afterwards.</param>
    /// <param name="terminal">Where it is written.</param>
    public static Command Build(RootCommand root, Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. Shells.Keys]);
        var completion = new Command("completion", "Writes what a shell completes commands and options by.") { shell };
        completion.SetAction(async (parsed, _) =>
        {
            await terminal.Out.WriteAsync(Shells[parsed.GetRequiredValue(shell)](CompletedVerb.Of(root)));
            return ExitCode.Done;
        });
        return completion;
    }
}
