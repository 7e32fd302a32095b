using System.CommandLine;
using System.Text.Json;

namespace AccessBot.Cli;

/// <summary><c>accessbot health</c>: asks the process that serves how it is. For images that have neither a shell nor curl.</summary>
internal static class HealthVerb
{
    private const string Live = "/healthz/live";
    private const string Ready = "/healthz/ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Build(string[] settings, Terminal terminal)
    {
        var live = new Option<bool>("--live") { Description = "Ask only whether the process runs, and not whether it can do its work" };
        var url = new Option<string>("--url") { HelpName = "URL", Description = "Where it serves; if left out, on this machine, where the settings say" };
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Address(text) is null)
            {
                result.AddError("--url takes an http or https address, like http://127.0.0.1:8080.");
            }
        });

        var health = new Command("health", "Asks the AccessBot that serves on this machine how it is.") { live, url };
        health.SetAction((parsed, cancel) => (Address(parsed.GetValue(url) ?? "") ?? ServedAddress.Of(settings)) is { } address
            ? AskAsync(new Uri(address, parsed.GetValue(live) ? Live : Ready), terminal, cancel)
            : UnknownAsync(terminal));
        return health;
    }

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;

    private static async Task<int> UnknownAsync(Terminal terminal)
    {
        await terminal.Error.WriteLineAsync("The settings name no http address where it serves (urls, http_ports, Kestrel:Endpoints). Say where with --url.");
        return ExitCode.BadInput;
    }

    private static async Task<int> AskAsync(Uri address, Terminal terminal, CancellationToken cancel)
    {
        // Not by a proxy: it is this machine's.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, cancel);
            await terminal.Out.WriteLineAsync(Told(await answer.Content.ReadAsStringAsync(cancel)));
            return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Left;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync($"Nothing answers at {address}: {(e is HttpRequestException ? e.Message : $"not within {Patience.TotalSeconds:0} seconds.")}");
            return ExitCode.Left;
        }
    }

    /// <summary>The status, and a line for each check that isn't well; or what else the answer was.</summary>
    private static string Told(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return string.Join(Environment.NewLine, [Word(json.RootElement, "status"), .. json.RootElement.GetProperty("checks").EnumerateArray().Where(check => Word(check, "description").Length > 0).Select(Line)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return RevokeReport.Clean(answer.Length > 200 ? answer[..200] : answer);
        }
    }

    private static string Line(JsonElement check) => $"{Word(check, "name")}: {Word(check, "status")}. {Word(check, "description")}";

    private static string Word(JsonElement element, string name) => RevokeReport.Clean(element.GetProperty(name).GetString() ?? "");
}
