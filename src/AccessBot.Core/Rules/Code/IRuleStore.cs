namespace AccessBot.Core.Rules.Code;

/// <summary>
/// A small store in AccessBot's database: text by key, shared by all rules and processes. Keys are up to 200 characters (use dots: <c>team.quota</c>), values up to 64 KiB in
/// UTF-8. Throws <see cref="RuleServiceException"/> while the database is away, or for what is larger.
/// </summary>
public interface IRuleStore
{
    /// <summary>What was put there last; null if nothing was.</summary>
    Task<string?> FetchAsync(string key, CancellationToken cancel);

    /// <summary>Puts it there; null takes away what is there. Not from what comes before a step: it is asked several times.</summary>
    Task PutAsync(string key, string? value, CancellationToken cancel);
}
