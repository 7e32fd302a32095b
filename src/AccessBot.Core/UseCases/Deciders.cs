using AccessBot.Core.People;

namespace AccessBot.Core.UseCases;

/// <summary>People for whom something may wait.</summary>
/// <param name="People">Who; whether something does is asked for each of them.</param>
/// <param name="IsAll">Whether Slack and OneLogin named all whom the rules mean.</param>
public sealed record Deciders(IReadOnlyList<SlackUserId> People, bool IsAll);
