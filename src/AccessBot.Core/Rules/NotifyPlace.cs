namespace AccessBot.Core.Rules;

/// <summary>Where a request is announced.</summary>
public abstract record NotifyPlace
{
    /// <summary>The most people who get a message of their own.</summary>
    public const int MostPeople = 20;

    /// <summary>The most people in a group message: Slack takes eight, and AccessBot is one.</summary>
    public const int MostInGroup = 7;

    private NotifyPlace() { }

    /// <summary>A Slack channel, by its id (<c>C…</c> or <c>G…</c>).</summary>
    public sealed record Channel(string Id) : NotifyPlace;

    /// <summary>The channel where the command was typed.</summary>
    public sealed record CommandChannel : NotifyPlace;

    /// <summary>A direct message to each of these people, as they are found when the step comes.</summary>
    public sealed record DirectMessage(IReadOnlyList<Principal> People) : NotifyPlace;

    /// <summary>One conversation with all of these people, as they are found when the step comes.</summary>
    public sealed record GroupMessage(IReadOnlyList<Principal> People) : NotifyPlace;

    /// <summary>An address that the request is posted to as JSON.</summary>
    public sealed record Webhook(Uri Address) : NotifyPlace
    {
        /// <summary>Its host, and port if it has one of its own: what rows and messages may say of an address whose path may be a secret.</summary>
        public string Host => Address.Authority;
    }

    /// <summary>Where a rule in C# says, when the step comes.</summary>
    /// <param name="Name">The rule's class.</param>
    public sealed record ByRule(string Name) : NotifyPlace;

    /// <summary>The people whom it looks for; none where it is a place that there is, or a rule says it.</summary>
    public IReadOnlyList<Principal> LookedFor => this switch
    {
        DirectMessage direct => direct.People,
        GroupMessage together => together.People,
        _ => [],
    };
}
