using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Receiving;

/// <summary>Whether a modal closes, what it says in its fields, or what it shows instead.</summary>
/// <param name="Errors">A sentence for each input block that is wrong, by block id; none if all is well.</param>
internal sealed record SubmissionReply(IReadOnlyDictionary<string, string> Errors)
{
    public static SubmissionReply Fine { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>What the modal shows from now on, because it can't be taken as it is; null if it stays.</summary>
    public ModalView? Instead { get; init; }
}
