using AccessBot.Slack.Receiving;

namespace AccessBot.Slack.Conversation;

/// <summary>What a form holds while it is being filled in.</summary>
/// <param name="Values">What is filled in, by block id.</param>
/// <param name="Asked">The blocks that the person was shown: what is not filled in there is so by choice.</param>
internal sealed record FormAnswers(IReadOnlyDictionary<string, string> Values, IReadOnlySet<string> Asked)
{
    /// <summary>A form that nobody has seen yet.</summary>
    public static FormAnswers None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    public static FormAnswers Of(ViewPayload view) => new(view.Values, view.InputBlocks.ToHashSet(StringComparer.Ordinal));

    /// <summary>What a block holds, or will hold at first if it is only drawn now.</summary>
    public string? Of(string block, string? initial) => Asked.Contains(block) ? Values.GetValueOrDefault(block) : initial;
}
