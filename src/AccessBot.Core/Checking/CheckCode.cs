using System.Collections.Frozen;

namespace AccessBot.Core.Checking;

/// <summary>The codes of problems that are not in the text of the access rules. They are never renamed: scripts look for them.</summary>
public static class CheckCode
{
    public const string BadSetting = "bad-setting";
    public const string UnreadableFile = "unreadable-file";
    public const string DatabaseAway = "database-away";
    public const string SlackAway = "slack-away";
    public const string SlackToken = "slack-token";
    public const string SlackAppToken = "slack-app-token";
    public const string SlackWorkspace = "slack-workspace";
    public const string SlackScope = "slack-scope";
    public const string OneLoginAway = "onelogin-away";
    public const string OneLoginCredential = "onelogin-credential";
    public const string RoleMissing = "role-missing";

    /// <summary>Every code, with what it means.</summary>
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [BadSetting] = "A setting is missing or can't be meant; the place is its key.",
        [UnreadableFile] = "The file with the access rules can't be read.",
        [DatabaseAway] = "The database can't be opened, or its tables are of another version.",
        [SlackAway] = "Slack does not answer.",
        [SlackToken] = "Slack does not take the bot token.",
        [SlackAppToken] = "Slack does not take the app token.",
        [SlackWorkspace] = "The bot token is of another workspace than the settings name.",
        [SlackScope] = "The bot token lacks a scope that AccessBot needs.",
        [OneLoginAway] = "OneLogin does not answer.",
        [OneLoginCredential] = "OneLogin does not take the API credential.",
        [RoleMissing] = "The access rules name a role that OneLogin does not have.",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
