namespace AccessBot.Slack.Wire;

/// <summary>A view that Slack shows.</summary>
/// <param name="Id">For updates.</param>
/// <param name="Hash">Changes with each update; given back, an update of a view that has changed since is refused.</param>
internal sealed record OpenView(string Id, string? Hash);
