namespace AccessBot.Core.Rules;

/// <summary>So many grants of the target to the person.</summary>
/// <param name="Count">How many, 0 to <see cref="Most"/>.</param>
/// <param name="In">Within how long before now; null for ever.</param>
public sealed record PastGrants(int Count, TimeSpan? In)
{
    /// <summary>The most that can be counted.</summary>
    public const int Most = 100;
}
