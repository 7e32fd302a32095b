namespace AccessBot.Slack.Receiving;

/// <summary>Whether a modal closes, or what it says in its fields.</summary>
/// <param name="Errors">A sentence for each input block that is wrong, by block id; none if all is well.</param>
internal sealed record SubmissionReply(IReadOnlyDictionary<string, string> Errors)
{
    public static SubmissionReply Fine { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));
}
