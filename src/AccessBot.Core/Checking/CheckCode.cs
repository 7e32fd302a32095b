using System.Collections.Frozen;

namespace AccessBot.Core.Checking;

/// <summary>The codes of problems that are not in the text of the access rules. They are never renamed: scripts look for them.</summary>
public static class CheckCode
{
    public const string BadSetting = "bad-setting";
    public const string UnreadableFile = "unreadable-file";
    public const string DatabaseAway = "database-away";
    public const string ClockOff = "clock-off";
    public const string TooSlow = "too-slow";
    public const string SlackAway = "slack-away";
    public const string SlackToken = "slack-token";
    public const string SlackAppToken = "slack-app-token";
    public const string SlackWorkspace = "slack-workspace";
    public const string SlackScope = "slack-scope";
    public const string SlackSigningSecret = "slack-signing-secret";
    public const string SlackChannel = "slack-channel";
    public const string SlackGroup = "slack-group";
    public const string OneLoginAway = "onelogin-away";
    public const string OneLoginDomain = "onelogin-domain";
    public const string OneLoginCredential = "onelogin-credential";
    public const string OneLoginOwner = "onelogin-owner";
    public const string OneLoginScope = "onelogin-scope";
    public const string RoleMissing = "role-missing";
    public const string NeverGranted = "never-granted";
    public const string OnCallAway = "oncall-away";
    public const string DashboardSignIn = "dashboard-sign-in";

    /// <summary>Every code, with what it means.</summary>
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [BadSetting] = "A setting is missing or can't be meant; the place is its key.",
        [UnreadableFile] = "The file with the access rules can't be read.",
        [DatabaseAway] = "The database can't be opened, or its tables are of another version.",
        [ClockOff] = "This machine's clock differs from the database's or from Slack's.",
        [TooSlow] = "A look outside took longer than it is given.",
        [SlackAway] = "Slack does not answer.",
        [SlackToken] = "Slack does not take the bot token.",
        [SlackAppToken] = "Slack does not take the app token.",
        [SlackWorkspace] = "The bot token is of another workspace than the settings name.",
        [SlackScope] = "The bot token lacks a scope that AccessBot needs.",
        [SlackSigningSecret] = "The signing secret is not of the form that Slack gives them.",
        [SlackChannel] = "A channel is named that Slack does not have, or that the bot can't post in.",
        [SlackGroup] = "The access rules name a user group that Slack does not have, or that nobody is in.",
        [OneLoginAway] = "OneLogin does not answer.",
        [OneLoginDomain] = "There is no OneLogin where the settings have it.",
        [OneLoginCredential] = "OneLogin does not take the API credential.",
        [OneLoginOwner] = "OneLogin breaks on the API credential, as it does when the user who made it was deleted.",
        [OneLoginScope] = "The API credential lacks the scope Manage All.",
        [RoleMissing] = "The access rules name a role that OneLogin does not have.",
        [NeverGranted] = "The access rules let somebody ask by name to whom nothing can be given.",
        [OnCallAway] = "It can't be told who is on call by what the access rules name.",
        [DashboardSignIn] = "Nobody can sign in to the dashboard, as OneLogin's OpenID Connect is not where the settings have it.",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
