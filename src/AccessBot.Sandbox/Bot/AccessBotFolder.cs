using System.Globalization;

namespace AccessBot.Sandbox.Bot;

/// <summary>A temporary folder with AccessBot's rules and database, which is gone at the end.</summary>
internal sealed class AccessBotFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accessbot-sandbox-");

    public AccessBotFolder()
    {
        using var rules = typeof(AccessBotFolder).Assembly.GetManifestResourceStream("access.yaml")!;
        using var file = File.Create(RulesFile);
        rules.CopyTo(file);
    }

    public string RulesFile => Path.Combine(_folder.FullName, "access.yaml");

    /// <summary>AccessBot's settings as environment variables, such that it knows no other Slack and no other OneLogin than the sandbox.</summary>
    public IReadOnlyDictionary<string, string> SettingsFor(SandboxServer server) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Slack__WorkspaceId"] = server.Slack.Settings.TeamId,
        ["Slack__BotToken"] = server.Slack.Settings.BotToken,

        // The one that its transport doesn't need is not there.
        ["Slack__AppToken"] = server.Slack.Settings.SocketMode ? server.Slack.Settings.AppToken : "",
        ["Slack__SigningSecret"] = server.Slack.Settings.SocketMode ? "" : server.Slack.Settings.SigningSecret,
        ["Slack__AlertsChannel"] = Cast.Alerts,
        ["Slack__ApiBaseUrl"] = server.SlackApiUrl.AbsoluteUri,
        ["OneLogin__Domain"] = "sandbox.onelogin.com",
        ["OneLogin__BaseUrl"] = server.OneLoginUrl.AbsoluteUri,
        ["OneLogin__ClientId"] = server.Credential.ClientId,
        ["OneLogin__ClientSecret"] = server.Credential.ClientSecret,
        ["Database__Provider"] = "Sqlite",
        ["Database__ConnectionString"] = string.Create(CultureInfo.InvariantCulture, $"Data Source={Path.Combine(_folder.FullName, "accessbot.db")}"),
        ["Access__File"] = RulesFile,

        // The console is for what AccessBot itself has to say.
        ["Logging__LogLevel__Default"] = "Warning",
        ["Logging__LogLevel__AccessBot"] = "Information",
        ["Logging__LogLevel__Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
    };

    /// <summary>The same, and those by which admins sign in to look at jobs; but for the address that they do so at, which only a running process has.</summary>
    public IReadOnlyDictionary<string, string> SettingsWithDashboardFor(SandboxServer server) => new Dictionary<string, string>(SettingsFor(server), StringComparer.Ordinal)
    {
        ["Dashboard__ClientId"] = server.DashboardApp.ClientId,
        ["Dashboard__ClientSecret"] = server.DashboardApp.ClientSecret,
    };

    public void Dispose() => _folder.Delete(recursive: true);
}
