namespace AccessBot.Slack.Wire;

/// <summary>When a call may be made.</summary>
/// <param name="Wait">How long until then; zero for now.</param>
/// <param name="IsTaken">Whether it is this call's from now on. If not, it has to ask again.</param>
internal readonly record struct SlackTurn(TimeSpan Wait, bool IsTaken);
