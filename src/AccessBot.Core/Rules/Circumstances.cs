namespace AccessBot.Core.Rules;

/// <summary>What a ruling depends on beside the wish and the people.</summary>
/// <param name="Now">The time.</param>
/// <param name="Grants">
/// When the requester was granted the target before, newest first: <see cref="PastGrants.Most"/> and one more at most, and only
/// as far back as <see cref="Flow.LooksBack"/>.
/// </param>
/// <param name="Uses">How often each rule with a cap has approved already, by its name, within that cap's time and for those whom it counts.</param>
public sealed record Circumstances(DateTimeOffset Now, IReadOnlyList<DateTimeOffset> Grants, IReadOnlyDictionary<string, int> Uses)
{
    /// <summary>The index of the step of <see cref="Flow.Notify"/> that the request has reached; 0, the first, for what is only wished for.</summary>
    public int Step { get; init; }

    /// <summary>Those of a flow that doesn't look back.</summary>
    public static Circumstances At(DateTimeOffset now) => new(now, [], new Dictionary<string, int>(StringComparer.Ordinal));

    internal int GrantsWithin(TimeSpan? time) => Grants.Count(granted => time is not { } within || Now - granted < within);

    internal bool IsUsedUp(AutoRule rule) => rule.Cap is { } cap && Uses.GetValueOrDefault(rule.Name, cap.Uses) >= cap.Uses;
}
