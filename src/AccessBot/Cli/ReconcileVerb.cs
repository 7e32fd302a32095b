using System.CommandLine;
using AccessBot.Core.UseCases;

namespace AccessBot.Cli;

/// <summary><c>accessbot reconcile --report</c>: what rows and OneLogin disagree about, with nothing changed.</summary>
/// <remarks>The word <c>--report</c> is asked for, so that nobody takes the command for one that mends: the service does that, every quarter of an hour.</remarks>
internal static class ReconcileVerb
{
    public static Command Build(string[] settings, Terminal terminal)
    {
        var report = new Option<bool>("--report") { Description = "Say what rows and OneLogin disagree about, and change nothing", Required = true };
        var verbose = new Option<bool>("--verbose") { Description = "Write the log to the error output" };
        var reconcile = new Command("reconcile", "Compares who holds the roles in OneLogin with what AccessBot has given.") { report, verbose };
        reconcile.SetAction((parsed, cancel) => VerbServices.RunAsync("reconcile", settings, parsed.GetValue(verbose), terminal, async services =>
        {
            var comparison = await services.GetRequiredService<CompareWithOneLogin>().ReportAsync(cancel);
            foreach (var finding in comparison.Findings.OrderBy(f => f.Kind))
            {
                await terminal.Out.WriteLineAsync($"{Label(finding.Kind)}: {RevokeReport.Clean(finding.Sentence)}");
            }

            foreach (var role in comparison.Unread)
            {
                await terminal.Out.WriteLineAsync($"not compared: role {RevokeReport.Clean($"{role}")}");
            }

            await terminal.Out.WriteLineAsync(
                $"{comparison.Roles} roles with {comparison.Members} members compared: {comparison.Notable.Count()} to look at, {comparison.Theirs} given by others, {comparison.Unread.Count} roles not compared.");
            return comparison.Unread.Count > 0 || comparison.Notable.Any() ? ExitCode.Left : ExitCode.Done;
        }, cancel));
        return reconcile;
    }

    private static string Label(FindingKind kind) => kind switch
    {
        FindingKind.Lost => "lost",
        FindingKind.LostTogether => "lost together",
        FindingKind.CameBack => "came back",
        FindingKind.OlderThanOneLogin => "row older than OneLogin",
        FindingKind.AddedInGap => "added in a gap of the record",
        FindingKind.RoleMissing => "no such role",
        _ => "given by others",
    };
}
