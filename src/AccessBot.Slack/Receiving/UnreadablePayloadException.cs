namespace AccessBot.Slack.Receiving;

/// <summary>What came is not what Slack documents. The message holds nothing of what came.</summary>
internal sealed class UnreadablePayloadException(string problem, Exception? inner = null) : Exception(problem, inner);
