namespace AccessBot.Slack;

/// <summary>The section <c>Slack</c> of the settings.</summary>
public sealed class SlackOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Slack";

    /// <summary>The one workspace that is served (T…); or <see cref="EnterpriseId"/>.</summary>
    public string? WorkspaceId { get; set; }

    /// <summary>The one organisation that is served (E…), for an app that is installed for all of it.</summary>
    public string? EnterpriseId { get; set; }

    /// <summary>The bot user's token (xoxb-…).</summary>
    public string BotToken { get; set; } = "";

    /// <summary>The app-level token (xapp-…) by which Socket Mode connects.</summary>
    public string AppToken { get; set; } = "";

    /// <summary>By which door Slack's deliveries come, a name of <see cref="SlackTransport"/>; without it, by Socket Mode if there is an <see cref="AppToken"/>.</summary>
    public string? Transport { get; set; }

    /// <summary>The secret with which Slack signs what it sends over HTTP.</summary>
    public string SigningSecret { get; set; } = "";

    /// <summary>The slash command.</summary>
    public string Command { get; set; } = "/access";

    /// <summary>The channel (C… or G…) where operators are told of overdue revocations and other trouble; none if it is not set.</summary>
    public string? AlertsChannel { get; set; }

    /// <summary>Where Slack's Web API is; another one for tests and proxies.</summary>
    public Uri ApiBaseUrl { get; set; } = new("https://slack.com/api/");

    /// <summary>Whether this can be the name of a slash command.</summary>
    /// <remarks>https://docs.slack.dev/reference/app-manifest#features</remarks>
    public static bool IsCommand(string text) => text is ['/', _, ..] and { Length: <= 32 } && !text.Any(char.IsWhiteSpace);

    /// <summary>Everything that is wrong with them, a sentence or more each that begins with the key.</summary>
    public IReadOnlyList<string> FindProblems() => [.. new SlackOptionsValidator().Validate(name: null, this).Failures ?? []];

    /// <summary>The door that is open; null if <see cref="Transport"/> names none.</summary>
    public SlackTransport? Door => Transport switch
    {
        null or "" => string.IsNullOrEmpty(AppToken) ? SlackTransport.Http : SlackTransport.SocketMode,
        _ when string.Equals(Transport, nameof(SlackTransport.Http), StringComparison.OrdinalIgnoreCase) => SlackTransport.Http,
        _ when string.Equals(Transport, nameof(SlackTransport.SocketMode), StringComparison.OrdinalIgnoreCase) => SlackTransport.SocketMode,
        _ => null,
    };

    /// <summary>Whether this is the workspace or organisation that is served; where both are set, both must be it.</summary>
    internal bool Serves(string? workspace, string? enterprise) =>
        (WorkspaceId is { Length: > 0 } || EnterpriseId is { Length: > 0 })
        && (string.IsNullOrEmpty(WorkspaceId) || string.Equals(WorkspaceId, workspace, StringComparison.Ordinal))
        && (string.IsNullOrEmpty(EnterpriseId) || string.Equals(EnterpriseId, enterprise, StringComparison.Ordinal));
}
