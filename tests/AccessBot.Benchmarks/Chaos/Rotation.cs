namespace AccessBot.Benchmarks.Chaos;

/// <summary>A credential's being replaced, and how AccessBot came to use the new one.</summary>
/// <param name="At">From when the old one was refused.</param>
/// <param name="Refused">When each call was refused for it.</param>
/// <param name="TakenUp">When the new one was used first; null if it never was.</param>
internal sealed record Rotation(Credential Credential, DateTimeOffset At, IReadOnlyList<DateTimeOffset> Refused, DateTimeOffset? TakenUp)
{
    /// <summary>From the first refusal to the first use of the new one.</summary>
    public TimeSpan? Took => Refused.Count > 0 ? TakenUp - Refused[0] : null;

    public static IEnumerable<Rotation> In(Evidence evidence)
    {
        foreach (var (credential, at) in evidence.Chronicle.Rotations)
        {
            var calls = credential == Credential.OneLogin ? OneLogin(evidence) : Slack(evidence);
            var after = calls.Where(call => call.At >= at).OrderBy(call => call.At).ToList();
            var refused = after.SkipWhile(call => call.Taken).TakeWhile(call => !call.Taken).Select(call => call.At).ToList();
            yield return new Rotation(credential, at, refused, after.Where(call => call.Taken && refused.Exists(first => call.At >= first)).Select(call => (DateTimeOffset?)call.At).FirstOrDefault());
        }
    }

    // What was let in before and is answered after says nothing; a token that is given does.
    private static IEnumerable<(DateTimeOffset At, bool Taken)> OneLogin(Evidence evidence) => evidence.Calls
        .Where(call => call.Status == 401 || (call.Status == 200 && call.Path.StartsWith("/auth/", StringComparison.Ordinal))).Select(call => (call.At, call.Status == 200));

    private static IEnumerable<(DateTimeOffset At, bool Taken)> Slack(Evidence evidence) => evidence.SlackCalls
        .Where(call => call.Method != "response_url" && (call.Ok || call.Error == "invalid_auth")).Select(call => (call.At, call.Ok));
}
