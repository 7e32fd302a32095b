using AccessBot.Sandbox;
using AccessBot.Setup;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Setup;

/// <summary>A sandbox, and a folder that <c>accessbot setup</c> writes to.</summary>
internal sealed class SetupFolder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-setup-");

    private SetupFolder(SandboxServer sandbox) => Sandbox = sandbox;

    public SandboxServer Sandbox { get; }

    public string Folder => folder.FullName;

    public static async Task<SetupFolder> StartAsync() => new(await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System));

    /// <summary>Somebody who answers all that must be answered, by Socket Mode, with files and SQLite.</summary>
    public ScriptedConsole Somebody() => new ScriptedConsole()
        .Type("Bot User OAuth Token", Sandbox.Slack.Settings.BotToken)
        .Type("App-level token", Sandbox.Slack.Settings.AppToken)
        .Type("Channel where operators", Cast.Alerts)
        .Type("OneLogin's host", "sandbox.onelogin.com")
        .Type("Client ID", Sandbox.Credential.ClientId)
        .Type("Client Secret", Sandbox.Credential.ClientSecret)
        .Type("Admins of AccessBot", $"{Cast.Ada.Email}, {Cast.Ben.SlackId}")
        .Mark("Roles of OneLogin's", 1, 2)
        .Type("What people see it as", "Production access")
        .Pick("Who approves", 1)
        .Type("The user group's id", Cast.Responders)
        .Type("Channel where approvers", Cast.AccessRequests);

    /// <summary>Runs it to its end against the sandbox.</summary>
    public Task<int> RunAsync(ScriptedConsole console, params string[] settings) => RunAsync(console, CancellationToken.None, settings);

    /// <inheritdoc cref="RunAsync(ScriptedConsole, string[])"/>
    public Task<int> RunAsync(ScriptedConsole console, CancellationToken cancel, params string[] settings) =>
        new SetupRun([$"--Slack:ApiBaseUrl={Sandbox.SlackApiUrl}", $"--OneLogin:BaseUrl={Sandbox.OneLoginUrl}", .. settings], Folder, console)
            .RunAsync(cancel).WaitAsync(Patience, TimeProvider.System);

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Text(string name) => File.ReadAllText(Path(name));

    /// <summary>Every file that is there, with what is in it.</summary>
    public IReadOnlyDictionary<string, string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => System.IO.Path.GetRelativePath(Folder, file), File.ReadAllText, StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
