namespace AccessBot.Core.Rules;

/// <summary>Who gets access in an emergency without approvers, in one flow. They must be among its requesters, too.</summary>
/// <param name="Requesters">Any of these.</param>
/// <param name="DurationAtMost">How long such access may be at most.</param>
public sealed record BreakGlass(IReadOnlyList<Principal> Requesters, TimeSpan DurationAtMost)
{
    /// <summary>What is asked of its reason, beside what the flow asks: whoever reviews it has nothing else to go by.</summary>
    public ReasonRule Reason { get; init; } = new(Required: true, MinLength: 10);
}
