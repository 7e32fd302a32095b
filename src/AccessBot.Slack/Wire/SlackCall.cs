namespace AccessBot.Slack.Wire;

/// <summary>One call of the Web API.</summary>
/// <param name="Method">Slack's name of it.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Body">Makes the body, anew for each try.</param>
internal sealed record SlackCall(string Method, Uri Address, Func<HttpContent> Body)
{
    /// <summary>Sent as <c>Authorization: Bearer</c>; null for a <c>response_url</c>, which is its own authority.</summary>
    public string? Token { get; init; }

    /// <summary>What it posts; null if it posts nothing.</summary>
    public SlackPost? Post { get; init; }

    /// <summary>For how long at most it is held up before Slack is asked. Longer, and the caller's work is better put off than held: it is stored.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public SlackRepeat Repeat { get; init; } = SlackRepeat.Freely;

    /// <summary>Is shown the head of each answer; null for nobody.</summary>
    public Action<HttpResponseMessage>? Seen { get; init; }

    /// <summary>For one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
