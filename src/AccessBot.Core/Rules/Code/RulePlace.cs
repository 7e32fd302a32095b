namespace AccessBot.Core.Rules.Code;

/// <summary>Where a step of <c>notify</c> tells of a request.</summary>
public abstract record RulePlace
{
    private RulePlace() { }

    /// <summary>A channel that the bot is in, by its id (<c>C…</c> or <c>G…</c>).</summary>
    public sealed record Channel(string Id) : RulePlace;

    /// <summary>A direct message to each of these people, by Slack ids or addresses.</summary>
    public sealed record DirectMessages(IReadOnlyList<string> People) : RulePlace;

    /// <summary>One conversation with these people, seven at most, by Slack ids or addresses.</summary>
    public sealed record GroupMessage(IReadOnlyList<string> People) : RulePlace;
}
