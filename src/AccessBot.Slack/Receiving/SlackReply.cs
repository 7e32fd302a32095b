using System.Net.Mime;
using System.Text.Json;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.Receiving;

/// <summary>What Slack is answered, by whatever door it came.</summary>
internal sealed record SlackReply(int Status, string? ContentType = null, string Body = "")
{
    /// <summary>Received; nothing to say.</summary>
    public static SlackReply Ok { get; } = new(200);

    public static SlackReply Json(object body) =>
        new(200, MediaTypeNames.Application.Json, JsonSerializer.Serialize(body, SlackJson.Options));
}
