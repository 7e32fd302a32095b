using AccessBot.Core.People;

namespace AccessBot.Slack.Home;

/// <summary>Something that happened and that App Homes may show.</summary>
/// <param name="Entry">The audit entry that says so.</param>
/// <param name="At">When.</param>
/// <param name="Person">In whose Home it shows; null for nobody's in particular.</param>
/// <param name="ShowsInAll">Whether it may show in anybody's: what waits for a decision, or what may be asked for.</param>
public sealed record HomeChange(string Entry, DateTimeOffset At, SlackUserId? Person, bool ShowsInAll);
