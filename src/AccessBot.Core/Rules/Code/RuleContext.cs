namespace AccessBot.Core.Rules.Code;

/// <summary>What a rule is asked about, and by what it can find out more. A rule's tests make one of their own.</summary>
public sealed record RuleContext
{
    /// <summary>The flow.</summary>
    public required RuleFlow Flow { get; init; }

    /// <summary>Who does what is about to happen or has happened; null if nobody did: a time was over, or a rule decided.</summary>
    public required RulePerson? Actor { get; init; }

    /// <summary>What is asked for; null while it is asked which flows to show.</summary>
    public required RuleRequest? Request { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>OneLogin, to look things up.</summary>
    public required IRuleOneLogin OneLogin { get; init; }

    /// <summary>Slack, to look things up and to tell people something.</summary>
    public required IRuleSlack Slack { get; init; }

    /// <summary>Who is on call.</summary>
    public required IRuleOnCall OnCall { get; init; }

    /// <summary>What was asked for and given before.</summary>
    public required IRuleHistory History { get; init; }

    /// <summary>A small store for what is to be remembered from one call to the next, in every process.</summary>
    public required IRuleStore Store { get; init; }

    /// <summary>For everything else. It is shared: set headers on the request that you send, not on it, and don't dispose of it.</summary>
    public required HttpClient Http { get; init; }
}
