using AccessBot.Core.Rules;

namespace AccessBot.Slack.Manifest;

/// <summary>Something that the Slack app is allowed to do.</summary>
/// <param name="Name">Slack's name of it.</param>
/// <param name="Why">What AccessBot does with it: a sentence.</param>
/// <param name="IsNeededBy">Whether these access rules need it.</param>
/// <param name="OnlyIf">Which rules need it, if not all do: to be put after "only if".</param>
public sealed record SlackScope(string Name, string Why, Func<AccessRules, bool> IsNeededBy, string? OnlyIf = null);
