namespace AccessBot.Core.Rules;

/// <summary>When a rule that decides by itself applies: all that it names must hold. What it doesn't name is not asked.</summary>
public sealed record Condition
{
    /// <summary>Any of these names the requester. Empty: whoever asks. Somebody of whom it can't be told at the moment is not named.</summary>
    public IReadOnlyList<Principal> RequesterIn { get; init; } = [];

    /// <summary>The target's key is one of these. Empty: any.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>As long as this or shorter. Access that ends by hand only is longer than any.</summary>
    public TimeSpan? DurationAtMost { get; init; }

    /// <summary>As long as this or longer.</summary>
    public TimeSpan? DurationAtLeast { get; init; }

    /// <summary>Each of these fields has one of these values. The empty text stands for one that isn't filled in.</summary>
    public IReadOnlyList<FieldCondition> Fields { get; init; } = [];

    /// <summary>It is within these hours now.</summary>
    public WeeklyHours? Hours { get; init; }

    /// <summary>It is not within these hours now.</summary>
    public WeeklyHours? OutsideHours { get; init; }

    /// <summary>The person was granted the target no more often than this.</summary>
    public PastGrants? GrantsAtMost { get; init; }

    /// <summary>The person was granted the target this often at least.</summary>
    public PastGrants? GrantsAtLeast { get; init; }

    /// <summary>It is an emergency, or it isn't; null for both.</summary>
    public bool? BreakGlass { get; init; }

    /// <summary>Whether all of it holds, but for <see cref="RequesterIn"/>, which only the rules can tell.</summary>
    internal bool HoldsFor(Flow flow, Wish wish, Circumstances at) =>
        (Targets.Count == 0 || Targets.Contains(wish.Target, StringComparer.Ordinal))
        && (DurationAtMost is not { } most || wish.Duration <= most)
        && (DurationAtLeast is not { } least || wish.Duration is null || wish.Duration >= least)
        && Fields.All(condition => HasOne(condition, flow, wish))
        && Hours?.Include(at.Now) != false
        && OutsideHours?.Include(at.Now) != true
        && (BreakGlass is not { } emergency || wish.BreakGlass == emergency)
        && (GrantsAtMost is not { } often || at.GrantsWithin(often.In) <= often.Count)
        && (GrantsAtLeast is not { } seldom || at.GrantsWithin(seldom.In) >= seldom.Count);

    private static bool HasOne(FieldCondition condition, Flow flow, Wish wish)
    {
        var field = flow.Fields.First(field => string.Equals(field.Name, condition.Field, StringComparison.Ordinal));
        var values = FieldValues.Items(field, wish.Fields.GetValueOrDefault(field.Name) ?? "");
        return values.Count == 0 ? condition.OneOf.Contains("", StringComparer.Ordinal) : values.Any(value => condition.OneOf.Contains(value, StringComparer.Ordinal));
    }
}
