namespace AccessBot.Core.Rules.Code;

/// <summary>What was asked for and given before, counted from the requests' rows. Throws <see cref="RuleServiceException"/> while the database is away.</summary>
public interface IRuleHistory
{
    /// <summary>How many requests of somebody came this far.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="what">How far.</param>
    /// <param name="since">What happened before is left out.</param>
    /// <param name="flow">Only this flow's, by its key; null for all.</param>
    /// <param name="target">Only this target's, by its key; null for all.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<int> CountAsync(RulePerson person, RuleEvent what, DateTimeOffset since, string? flow, string? target, CancellationToken cancel);
}
