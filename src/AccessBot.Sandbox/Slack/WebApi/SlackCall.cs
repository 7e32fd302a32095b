using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

/// <summary>One Web API call that the bot made.</summary>
/// <param name="Method">For example <c>chat.update</c>, or <c>response_url</c>.</param>
/// <param name="Status">The HTTP status; 0 when the connection was dropped.</param>
/// <param name="Error">Null when it was answered with <c>ok</c>.</param>
/// <param name="Arguments">An object, as it arrived; a form's values are strings.</param>
public sealed record SlackCall(string Method, DateTimeOffset At, int Status, string? Error, JsonElement Arguments)
{
    public bool Ok => Error is null;
}
