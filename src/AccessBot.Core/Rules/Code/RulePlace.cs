namespace AccessBot.Core.Rules.Code;

/// <summary>Where a step of <c>notify</c> brings a request, as a rule says.</summary>
public abstract record RulePlace
{
    private RulePlace() { }

    /// <summary>A channel that the bot is in.</summary>
    /// <param name="id">Its id, <c>C…</c> or <c>G…</c>.</param>
    public static RulePlace Channel(string id) => new InChannel(id);

    /// <summary>A direct message to each of these people: the first twenty of them who are full members of the workspace, and not the requester.</summary>
    /// <param name="people">Slack ids or addresses.</param>
    public static RulePlace DirectMessages(params IEnumerable<string> people) => new ToPeople([.. people], Together: false);

    /// <summary>One conversation with these people: the first seven of them who are full members of the workspace, and not the requester.</summary>
    /// <param name="people">Slack ids or addresses.</param>
    public static RulePlace GroupMessage(params IEnumerable<string> people) => new ToPeople([.. people], Together: true);

    internal sealed record InChannel(string Id) : RulePlace;

    internal sealed record ToPeople(IReadOnlyList<string> People, bool Together) : RulePlace;
}
