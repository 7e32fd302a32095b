using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Receiving;

/// <summary>Whether a modal closes, what it says in its fields, or what it shows instead.</summary>
/// <param name="Errors">A sentence for each input block that is wrong, by block id; none if all is well.</param>
internal sealed record SubmissionReply(IReadOnlyDictionary<string, string> Errors)
{
    public static SubmissionReply Fine { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>One field is wrong.</summary>
    /// <param name="block">Its input block's id.</param>
    /// <param name="sentence">What is wrong with it.</param>
    public static SubmissionReply Wrong(string block, string sentence) => new(new Dictionary<string, string>(StringComparer.Ordinal) { [block] = sentence });

    /// <summary>What the modal shows from now on, because it can't be taken as it is; null if it stays.</summary>
    public ModalView? Instead { get; init; }
}
