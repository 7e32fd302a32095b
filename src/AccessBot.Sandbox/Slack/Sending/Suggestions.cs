using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

/// <summary>What the bot offered for something typed into an external select; empty when Slack could not use the answer.</summary>
public sealed record Suggestions(Delivery Delivery, IReadOnlyList<JsonElement> Options)
{
    public IReadOnlyList<string> Values => [.. Options.Select(option => option.Text("value") ?? "")];
}
