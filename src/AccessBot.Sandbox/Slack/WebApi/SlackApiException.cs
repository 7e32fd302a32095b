namespace AccessBot.Sandbox.Slack;

// An expected refusal, but one that has to leave from deep inside; the methods would drown in results otherwise.
internal sealed class SlackApiException(string error) : Exception(error)
{
    public string Error { get; } = error;

    public IReadOnlyList<string> Errors { get; init; } = [];

    public IReadOnlyList<string> Messages { get; init; } = [];

    public string? Needed { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public string Describe() => Messages.Count == 0 ? Error : Error + ": " + string.Join("; ", Messages);
}
