using AccessBot.Core.Rules;

namespace AccessBot.Slack.Manifest;

/// <summary>The scopes that the Slack app has, and no more: each with what it is for.</summary>
/// <remarks>https://docs.slack.dev/reference/scopes</remarks>
public static class SlackScopes
{
    /// <summary>What the app-level token needs, in Socket Mode only. It is no part of the manifest: it is chosen where the token is made.</summary>
    public const string Connections = "connections:write";

    /// <summary>What is done with <see cref="Connections"/>.</summary>
    public const string WhyConnections = "Of the app-level token, in Socket Mode: opens the connections by which Slack's deliveries come.";

    /// <summary>Those of the bot token, in the manifest's order.</summary>
    public static IReadOnlyList<SlackScope> OfTheBot { get; } =
    [
        new("commands", "The slash command and the two shortcuts.", Always),
        new("chat:write", "Posts requests, reminders and answers, and keeps them as the requests are.", Always),
        new("im:write", "Opens the direct messages with requesters and approvers.", Always),
        new("mpim:write", "Opens one message to several people.", Uses<NotifyPlace.GroupMessage>, "a flow's notify says groupMessage"),
        new("users:read", "Tells full members from guests, bots, deactivated accounts and people of other organisations.", Always),
        new("users:read.email", "Finds somebody's OneLogin user by the address of their Slack profile.", Always),
        new("usergroups:read", "Looks up who is in a user group.", Names<Principal.SlackGroup>, "the rules name a slackGroup"),
        new("channels:read", "Looks up who is in a public channel.", Names<Principal.SlackChannel>, "the rules name a slackChannel"),
        new("groups:read", "Looks up who is in a private channel.", Names<Principal.SlackChannel>, "the rules name a slackChannel"),
    ];

    private static bool Always(AccessRules rules) => true;

    // What rules in C# look up can't be told.
    private static bool Names<T>(AccessRules rules)
        where T : Principal => rules.Code.Count > 0 || rules.Principals.OfType<T>().Any();

    private static bool Uses<T>(AccessRules rules)
        where T : NotifyPlace => rules.Flows.SelectMany(flow => flow.Notify).Any(step => step.Place is T);
}
