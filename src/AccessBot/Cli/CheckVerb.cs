using System.CommandLine;

namespace AccessBot.Cli;

/// <summary><c>accessbot check</c>: its words, and what is wrong with them.</summary>
internal static class CheckVerb
{
    private const int LeastExplained = 2;
    private const int MostExplained = 4;

    public static Command Build(string[] settings, Terminal terminal)
    {
        var file = new Argument<string?>("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne, Description = "The access rules, in place of those that the settings name; then the settings are looked at only where they are needed",
        };
        file.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] text }])
            {
                result.AddError($"There is no option '{text}'.");
            }
        });
        var rulesOnly = new Option<bool>("--rules-only") { Description = "Look at the access rules only" };
        var online = new Option<bool>("--online") { Description = "Look at OneLogin, Slack and the database as well, and change nothing there" };
        var explain = new Option<string[]?>("--explain")
        {
            HelpName = "USER FLOW [TARGET] [DURATION]", Description = "Say what would come of that person's asking, and why",
            Arity = new ArgumentArity(LeastExplained, MostExplained), AllowMultipleArgumentsPerToken = true,
        };
        var breakGlass = new Option<bool>("--break-glass") { Description = "With --explain: as an emergency, without approvers" };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of lines" };
        var verbose = new Option<bool>("--verbose") { Description = "Write the log to the error output" };
        var check = new Command("check", "Says everything that is wrong with the settings and the access rules, and changes nothing.")
        {
            file, rulesOnly, online, explain, breakGlass, json, verbose,
        };
        check.Validators.Add(result =>
        {
            if (result.GetValue(rulesOnly) && (result.GetValue(online) || result.GetResult(explain) is { Implicit: false }))
            {
                result.AddError("--rules-only looks at nothing else, and --online and --explain do: leave it out.");
            }

            if (result.GetValue(breakGlass) && result.GetResult(explain) is not { Implicit: false })
            {
                result.AddError("--break-glass is about what --explain explains: add that, or leave it out.");
            }
        });
        check.SetAction((parsed, cancel) => new CheckRun(settings, terminal).RunAsync(
            new CheckOrder(parsed.GetValue(file), parsed.GetValue(rulesOnly), parsed.GetValue(online),
                parsed.GetResult(explain) is { Implicit: false } ? parsed.GetValue(explain) : null, parsed.GetValue(breakGlass), parsed.GetValue(json), parsed.GetValue(verbose)), cancel));
        return check;
    }
}
