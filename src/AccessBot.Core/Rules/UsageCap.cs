namespace AccessBot.Core.Rules;

/// <summary>How often a rule may approve by itself; what comes on top needs people.</summary>
/// <param name="Uses">So many times, 1 or more.</param>
/// <param name="In">Within how long before now.</param>
/// <param name="PerPerson">Whether each person has so many; otherwise everybody together.</param>
/// <remarks>Counted from the rows, so that it outlives a restart: whatever the rule has approved counts, also what could not be granted afterwards.</remarks>
public sealed record UsageCap(int Uses, TimeSpan In, bool PerPerson);
