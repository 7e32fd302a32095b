using System.CommandLine;
using AccessBot.Slack;
using AccessBot.Slack.Manifest;

namespace AccessBot.Cli;

/// <summary><c>accessbot manifest</c>: the manifest of the Slack app, and what each of its scopes is for. It needs no settings.</summary>
internal static class ManifestVerb
{
    private const string Http = "http";
    private const string SocketMode = "socket-mode";

    public static Command Build(Terminal terminal)
    {
        var transport = new Option<string>("--transport")
        {
            HelpName = $"{SocketMode}|{Http}", Description = "How Slack's deliveries come: AccessBot connects to Slack, or Slack posts to AccessBot", DefaultValueFactory = _ => SocketMode,
        };
        var url = new Option<string>("--url") { HelpName = "URL", Description = $"Where Slack reaches AccessBot, with {Http}: https://accessbot.acme.com" };
        var command = new Option<string>("--command") { HelpName = "/COMMAND", Description = "The slash command, as Slack:Command has it", DefaultValueFactory = _ => "/access" };
        var explain = new Option<bool>("--explain") { Description = "Say what each scope is for, instead" };
        transport.AcceptOnlyFromAmong(SocketMode, Http);
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Address(text) is null)
            {
                result.AddError("--url takes an https address, like https://accessbot.acme.com: Slack reaches no other.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !SlackOptions.IsCommand(text))
            {
                result.AddError("--command begins with a slash and has at most 32 characters and no space, like /access.");
            }
        });

        var manifest = new Command("manifest", "Writes the manifest of the Slack app, to be pasted at https://api.slack.com/apps .") { transport, url, command, explain };
        manifest.Validators.Add(result =>
        {
            if (result.GetResult(url) is { Implicit: false } && result.GetValue(transport) != Http)
            {
                result.AddError($"--url is where Slack posts to, which it does only with --transport {Http}: add that, or leave --url out.");
            }
        });
        manifest.SetAction(async (parsed, _) =>
        {
            var door = parsed.GetValue(transport) == Http ? SlackTransport.Http : SlackTransport.SocketMode;
            await terminal.Out.WriteAsync(parsed.GetValue(explain)
                ? Explained()
                : SlackManifest.Text(door, Address(parsed.GetValue(url) ?? "") ?? SlackManifest.SampleAddress, parsed.GetValue(command)!));
            return ExitCode.Done;
        });
        return manifest;
    }

    internal static Uri? Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : null;

    private static string Explained()
    {
        var scopes = SlackScopes.OfTheBot.Select(scope => (scope.Name, Why: scope.OnlyIf is null ? scope.Why : $"{scope.Why} Needed only if {scope.OnlyIf}."))
            .Append((SlackScopes.Connections, SlackScopes.WhyConnections)).ToList();
        var width = scopes.Max(scope => scope.Item1.Length);
        return string.Concat(scopes.Select(scope => $"{scope.Item1.PadRight(width)}  {scope.Item2}{Environment.NewLine}"));
    }
}
