namespace AccessBot.Core.Rules.Code;

/// <summary>Who is on call, as PagerDuty or Opsgenie say. Throws <see cref="RuleServiceException"/> if they don't.</summary>
public interface IRuleOnCall
{
    /// <summary>The addresses of those who are on call now, compared without case.</summary>
    /// <param name="source">Where that is looked up.</param>
    /// <param name="id">The schedule's or policy's id there; for Opsgenie also its name.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlySet<string>> OnCallAsync(OnCallSource source, string id, CancellationToken cancel);

    /// <summary>Whether somebody is on call now, by the rules that <c>access.yaml</c> has for it.</summary>
    /// <inheritdoc cref="OnCallAsync"/>
    Task<bool> IsOnCallAsync(RulePerson person, OnCallSource source, string id, CancellationToken cancel);
}
