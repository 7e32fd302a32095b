using System.CommandLine;
using System.Globalization;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;

namespace AccessBot.Cli;

/// <summary><c>accessbot link</c> and <c>accessbot unlink</c>: who somebody in Slack is in OneLogin, said by whoever has the machine.</summary>
internal static class LinkVerb
{
    public static Command Build(string[] settings, Terminal terminal)
    {
        var (person, verbose) = (Person(), Verbose());
        var account = new Option<string>("--onelogin") { HelpName = "WHOM", Description = "The OneLogin user: id or e-mail address", Required = true };
        var replace = new Option<bool>("--replace") { Description = "Replace the link that the person has" };
        var link = new Command("link", "Says who somebody in Slack is in OneLogin.") { person, account, replace, verbose };
        link.SetAction((parsed, cancel) => RunAsync("link", settings, parsed.GetValue(verbose), terminal, async services =>
        {
            var (pair, refusal) = await services.GetRequiredService<LinkPerson>().LinkAsync(
                Actor.Operator, parsed.GetRequiredValue(person).Trim(), parsed.GetRequiredValue(account).Trim(), parsed.GetValue(replace), cancel);
            return (pair is null ? null : InWords(pair), refusal);
        }, cancel));
        return link;
    }

    public static Command BuildUndoing(string[] settings, Terminal terminal)
    {
        var (person, verbose) = (Person(), Verbose());
        var unlink = new Command("unlink", "Undoes what link said: the person is found by their address again.") { person, verbose };
        unlink.SetAction((parsed, cancel) => RunAsync("unlink", settings, parsed.GetValue(verbose), terminal, async services =>
        {
            var (known, refusal) = await services.GetRequiredService<LinkPerson>().UnlinkAsync(Actor.Operator, parsed.GetRequiredValue(person).Trim(), cancel);
            return (known is null ? null : $"{known.SlackUser} is not linked to OneLogin user {Text(known.OneLoginUser)} any more.", refusal);
        }, cancel));
        return unlink;
    }

    private static Option<string> Person() =>
        new("--person") { HelpName = "WHO", Description = "Who it is in Slack: their id (U…) or the e-mail address of their profile", Required = true };

    private static Option<bool> Verbose() => new("--verbose") { Description = "Write the log to the error output" };

    private static Task<int> RunAsync(string verb, string[] settings, bool verbose, Terminal terminal,
        Func<IServiceProvider, Task<(string? Done, Refusal? Refusal)>> run, CancellationToken cancel) => VerbServices.RunAsync(verb, settings, verbose, terminal, async services =>
    {
        try
        {
            var (done, refusal) = await run(services);
            await (done is null ? terminal.Error : terminal.Out).WriteLineAsync(RevokeReport.Clean(done ?? refusal!.Sentence));
            return done is null ? ExitCode.BadInput : ExitCode.Done;
        }
        catch (Exception e) when (e is StoreUnavailableException or WorkspaceUnavailableException or RoleDirectoryException)
        {
            await terminal.Error.WriteLineAsync(RevokeReport.Clean($"{e.Message} Nothing was changed."));
            return ExitCode.Left;
        }
    }, cancel);

    private static string InWords(LinkedPair pair) =>
        $"{pair.InSlack.Id} ({pair.InSlack.Name}) is now OneLogin user {Text(pair.InOneLogin.Id)}: {pair.InOneLogin.Name}, {pair.InOneLogin.Email ?? "without an address"}."
        + (pair.Before is { } before ? $" Before it was OneLogin user {Text(before)}." : "");

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
