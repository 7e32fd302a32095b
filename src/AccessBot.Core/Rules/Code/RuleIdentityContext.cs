namespace AccessBot.Core.Rules.Code;

/// <summary>By what a rule finds out who somebody is in OneLogin. A rule's tests make one of their own.</summary>
public sealed record RuleIdentityContext
{
    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>OneLogin, to look things up.</summary>
    public required IRuleOneLogin OneLogin { get; init; }

    /// <summary>Slack, to look things up and to tell people something.</summary>
    public required IRuleSlack Slack { get; init; }

    /// <summary>A small store for what is to be remembered from one call to the next, in every process.</summary>
    public required IRuleStore Store { get; init; }

    /// <summary>For everything else, such as a staff directory. It is shared: set headers on the request that you send, not on it, and don't dispose of it.</summary>
    public required HttpClient Http { get; init; }
}
