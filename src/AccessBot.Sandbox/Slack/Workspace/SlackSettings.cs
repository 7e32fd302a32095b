using System.Collections.Immutable;

namespace AccessBot.Sandbox.Slack;

/// <summary>What one simulated workspace and the app installed in it are called, and what the app may do.</summary>
public sealed record SlackSettings
{
    /// <summary>The scopes that AccessBot's manifest asks for.</summary>
    public static ImmutableHashSet<string> UsualScopes { get; } = ImmutableHashSet.Create(
        StringComparer.Ordinal, "commands", "chat:write", "im:write", "mpim:write", "users:read", "users:read.email", "usergroups:read", "channels:read", "groups:read");

    public string TeamId { get; init; } = "T0SANDBOX";

    public string TeamDomain { get; init; } = "sandbox";

    /// <summary>Set for a workspace of an Enterprise Grid organization.</summary>
    public string? EnterpriseId { get; init; }

    /// <summary>
    /// The workspaces of the organization where the app is installed for all of it; none where it is installed in the one workspace. Deliveries then name no
    /// team but the organization, except for a command, which is typed in one.
    /// </summary>
    public ImmutableList<string> OrganizationTeams { get; init; } = [];

    internal bool IsForOrganization => !OrganizationTeams.IsEmpty;

    /// <summary>Whether somebody is in a workspace that the app is installed in.</summary>
    internal bool Has(SlackPerson person) => person.TeamId is null
        || person.Teams.Add(person.TeamId).Any(team => IsForOrganization ? team == EnterpriseId || OrganizationTeams.Contains(team, StringComparer.Ordinal) : team == TeamId);

    public string AppId { get; init; } = "A0ACCESSBOT";

    public string BotUserId { get; init; } = "U0ACCESSBOT";

    public string BotId { get; init; } = "B0ACCESSBOT";

    public string BotName { get; init; } = "accessbot";

    public string BotToken { get; init; } = "xoxb-sandbox-000000000000";

    /// <summary>The app-level token, which is good for Socket Mode and nothing else.</summary>
    public string AppToken { get; init; } = "xapp-1-A0ACCESSBOT-000000000000";

    /// <summary>Deliveries go down the bot's own connections, and none over HTTP.</summary>
    public bool SocketMode { get; init; }

    public string SigningSecret { get; init; } = "5a4db0c5516a0d1ec0de5a4db0c5516a";

    public ImmutableHashSet<string> Scopes { get; init; } = UsualScopes;

    /// <summary>Those of AccessBot's manifest.</summary>
    public ImmutableArray<AppShortcut> Shortcuts { get; init; } =
        [new("ask", IsOnMessages: false, "Ask for access"), new("ask.about", IsOnMessages: true, "Ask for access for this")];

    /// <summary>Those of the app-level token.</summary>
    public ImmutableHashSet<string> AppScopes { get; init; } = ImmutableHashSet.Create(StringComparer.Ordinal, "connections:write");

    /// <summary>One message a second and channel; off by default, since most tests are about something else.</summary>
    public bool RateLimits { get; init; }

    /// <summary>How many messages may come at once in a channel before that is too fast: Slack tolerates short bursts, and doesn't say how short.</summary>
    public int PostBurst { get; init; } = 1;

    /// <summary>By how much the dates of Slack's answers are ahead of the simulated workspace's clock.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>User groups exist on paid plans only.</summary>
    public bool PaidPlan { get; init; } = true;

    /// <summary>Without it the app has no Home tab to publish to, and hears of nobody who opens it.</summary>
    public bool HomeTab { get; init; } = true;

    /// <summary>Without the Messages tab of App Home an app can't write direct messages.</summary>
    public bool MessagesTab { get; init; } = true;
}
