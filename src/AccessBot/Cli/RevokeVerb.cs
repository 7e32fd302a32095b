using System.CommandLine;
using System.Globalization;
using AccessBot.Core.UseCases;

namespace AccessBot.Cli;

/// <summary><c>accessbot revoke</c>: its words, and what is wrong with them.</summary>
internal static class RevokeVerb
{
    private const int UsualWait = 120;
    private const int LongestWait = 3600;

    public static Command Build(string[] settings, Terminal terminal)
    {
        var person = new Option<string?>("--person") { HelpName = "WHO", Description = "One person's: e-mail address, Slack id (U…) or OneLogin id" };
        var role = new Option<string?>("--role") { HelpName = "ROLE", Description = "One role's: OneLogin's id, or a target's key or label" };
        var flow = new Option<string?>("--flow") { HelpName = "FLOW", Description = "One flow's: its key or label" };
        var all = new Option<bool>("--all") { Description = "All of it" };
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = "Why, for the audit trail and the requests' threads in Slack" };
        var wait = new Option<int>("--wait")
        {
            HelpName = "SECONDS", Description = "How long OneLogin's confirmations are waited for", DefaultValueFactory = _ => UsualWait,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "List what would be ended, and change nothing" };
        var json = new Option<bool>("--json") { Description = "Write one JSON object instead of lines" };
        var yes = new Option<bool>("--yes") { Description = "Don't ask before --all" };
        var verbose = new Option<bool>("--verbose") { Description = "Write the log to the error output" };

        foreach (var named in new[] { person, role, flow })
        {
            named.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: var name }] && string.IsNullOrWhiteSpace(name))
                {
                    result.AddError($"{named.Name} names nothing.");
                }
            });
        }

        wait.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is < 0 or > LongestWait)
            {
                result.AddError($"--wait takes 0 to {LongestWait} seconds.");
            }
        });

        var revoke = new Command("revoke", "Ends all access that matches, at once, denies what still waits, and lists what failed.")
        {
            person, role, flow, all, reason, wait, dryRun, json, yes, verbose,
        };
        revoke.Validators.Add(result =>
        {
            if (new Option[] { person, role, flow, all }.Count(way => result.GetResult(way) is { Implicit: false }) != 1)
            {
                result.AddError("Say whose access to end by one of --person, --role, --flow and --all.");
            }
        });
        revoke.SetAction((parsed, cancel) =>
        {
            var order = new RevokeOrder(
                Wish(parsed.GetValue(person), parsed.GetValue(role), parsed.GetValue(flow)),
                parsed.GetValue(reason), TimeSpan.FromSeconds(parsed.GetValue(wait)), parsed.GetValue(dryRun), parsed.GetValue(json), parsed.GetValue(yes));
            return VerbServices.RunAsync("revoke", settings, parsed.GetValue(verbose), terminal,
                services => ActivatorUtilities.CreateInstance<RevokeRun>(services, terminal).RunAsync(order, cancel), cancel);
        });
        return revoke;
    }

    private static StopWish Wish(string? person, string? role, string? flow) => (person, role, flow) switch
    {
        ({ } name, _, _) => new StopWish(StopKind.Person, name.Trim()),
        (_, { } name, _) => new StopWish(StopKind.Role, name.Trim()),
        (_, _, { } name) => new StopWish(StopKind.Flow, name.Trim()),
        _ => new StopWish(StopKind.Everything, ""),
    };
}
