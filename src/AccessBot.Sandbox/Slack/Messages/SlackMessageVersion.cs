using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

/// <summary>What a message said from <paramref name="At"/> on.</summary>
public sealed record SlackMessageVersion(DateTimeOffset At, string Text, JsonElement Blocks);
