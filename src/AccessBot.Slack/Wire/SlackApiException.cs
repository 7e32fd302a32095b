namespace AccessBot.Slack.Wire;

/// <summary>Slack said no.</summary>
internal sealed class SlackApiException(
    string method, string error, string? needed = null, string? provided = null, IReadOnlyList<string>? messages = null)
    : Exception(Describe(method, error, needed, provided, messages ?? []))
{
    /// <summary>The method that was called, <c>chat.postMessage</c>.</summary>
    public string Method { get; } = method;

    /// <summary>Slack's code, <c>channel_not_found</c>; <c>http_404</c> where an answer had none.</summary>
    public string Error { get; } = error;

    /// <summary>It is the token that is refused, whatever it was used for; nothing was done.</summary>
    /// <remarks>https://docs.slack.dev/reference/methods/auth.test#errors</remarks>
    public bool IsOfToken => Error is "not_authed" or "invalid_auth" or "account_inactive" or "token_revoked" or "token_expired";

    /// <summary>The scope that was missing, with <c>missing_scope</c>.</summary>
    public string? Needed { get; } = needed;

    /// <summary>The scopes that the token has, with <c>missing_scope</c>.</summary>
    public string? Provided { get; } = provided;

    /// <summary>What Slack had to say beyond the code, such as which block it didn't like.</summary>
    public IReadOnlyList<string> Messages { get; } = messages ?? [];

    private static string Describe(string method, string error, string? needed, string? provided, IReadOnlyList<string> messages)
    {
        var scopes = needed is null ? "" : $" It needs the scope {needed}; the token has {provided ?? "none"}.";
        var more = messages.Count == 0 ? "" : $" {string.Join(' ', messages)}";
        return $"Slack refused {method}: {error}.{scopes}{more}";
    }
}
