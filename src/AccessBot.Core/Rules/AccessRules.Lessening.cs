using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules;

public sealed partial record AccessRules
{
    /// <summary>What a wish comes down to when a rule changes it; null if that isn't less than it, or nothing that its flow gives.</summary>
    /// <param name="wish">The wish, complete.</param>
    /// <param name="flow">Its flow.</param>
    /// <param name="duration">For how long instead; null for as long.</param>
    /// <param name="target">What instead, by its key; null for the same.</param>
    /// <param name="privilege">As what instead; null for the same, as far as the target is given so.</param>
    /// <param name="now">The time.</param>
    internal Wish? Lessened(Wish wish, Flow flow, TimeSpan? duration, string? target, Privilege? privilege, DateTimeOffset now)
    {
        if (duration <= TimeSpan.Zero || duration > wish.Duration || flow.FindTarget(target ?? wish.Target) is not { } other || !IsWithin(other.Key, wish.Target))
        {
            return null;
        }

        var asked = privilege ?? wish.Privilege ?? Privilege.Member;
        var given = privilege is null && !other.Privileges.Contains(asked) ? Privilege.Member : asked;
        return !other.Privileges.Contains(given) || (given == Privilege.Admin && wish.Privilege != Privilege.Admin) ? null : wish with
        {
            Target = other.Key,
            Privilege = given,
            Duration = duration ?? wish.Duration,
            Until = wish.Until is { } until && duration is { } shorter ? Min(until, now + shorter) : wish.Until,
        };
    }

    /// <summary>What two rules leave of a wish together; null if neither target is within the other.</summary>
    internal Wish? Least(Wish one, Wish other)
    {
        var target = IsWithin(other.Target, one.Target) ? other.Target : IsWithin(one.Target, other.Target) ? one.Target : null;
        return target is null ? null : one with
        {
            Target = target,
            Privilege = one.Privilege == Privilege.Admin ? other.Privilege : one.Privilege,
            Duration = one.Duration is null || other.Duration < one.Duration ? other.Duration : one.Duration,
            Until = one.Until is { } end && other.Until is { } earlier ? Min(end, earlier) : one.Until,
        };
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
