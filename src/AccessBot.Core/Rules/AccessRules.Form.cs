using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules;

public sealed partial record AccessRules
{
    /// <summary>The most characters that a reason or a field may have: what a text input of Slack holds.</summary>
    public const int LongestText = 3000;

    /// <summary>
    /// The wish as it is stored: each value in its one form, the privilege that the target says, hidden fields with their defaults whatever
    /// came for them, and nothing for fields that aren't asked for. What can't be read stays as it is, for <see cref="CheckForm"/> to refuse.
    /// </summary>
    public Wish Complete(Wish wish)
    {
        if (FindFlow(wish.Flow) is not { } flow)
        {
            return wish;
        }

        var fields = wish.Fields.Where(value => !flow.Fields.Any(field => field.Name == value.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var field in flow.AskedFields(field => wish.Fields.GetValueOrDefault(field.Name)))
        {
            var value = field.Hidden ? field.Default ?? "" : wish.Fields.GetValueOrDefault(field.Name) ?? "";
            if (!FieldValues.IsBlank(value))
            {
                fields[field.Name] = FieldValues.Read(field, value) ?? value;
            }
        }

        return wish with { Privilege = wish.Privilege ?? flow.FindTarget(wish.Target)?.Privilege, Fields = fields };
    }

    /// <summary>What is wrong with the form itself, whoever fills it in; empty if nothing is. Every problem at once.</summary>
    public IReadOnlyList<Refusal> CheckForm(Wish wish) => FindFlow(wish.Flow) is { } flow
        ? [.. CheckTarget(flow, wish), .. CheckDuration(flow, wish), .. CheckBreakGlass(flow, wish), .. CheckReason(ReasonFor(flow, wish), wish), .. CheckFields(flow, wish.Fields)]
        : [Refusals.UnknownFlow()];

    private static IEnumerable<Refusal> CheckTarget(Flow flow, Wish wish)
    {
        if (flow.IsApprovalOnly)
        {
            // Not overlooked: what was asked for as access must not pass as something else.
            if (wish.Target.Length > 0 || wish.Privilege is not null)
            {
                yield return Refusals.UnknownTarget(flow);
            }
        }
        else if (flow.FindTarget(wish.Target) is not { } target)
        {
            yield return Refusals.UnknownTarget(flow);
        }
        else if ((wish.Privilege ?? target.Privilege) is not { } privilege)
        {
            yield return Refusals.PrivilegeMissing();
        }
        else if (!target.Privileges.Contains(privilege))
        {
            yield return Refusals.PrivilegeNotAllowed(target);
        }
    }

    private static IEnumerable<Refusal> CheckDuration(Flow flow, Wish wish)
    {
        if (wish.Extends is not null)
        {
            if (flow.Extension is null || !flow.AutoRevoke || flow.IsApprovalOnly)
            {
                yield return Refusals.ExtendNotAllowed(flow);
            }
            else if (wish.Duration is not { } all || all > flow.LongestInAll)
            {
                yield return Refusals.TooMuchMore(flow);
            }

            yield break;
        }

        if (wish.Until is { } until && flow.AllowUntil)
        {
            // How long that is from now is in the wish, so that the rules need no clock.
            if (wish.Duration is not { } left || left <= TimeSpan.Zero)
            {
                yield return Refusals.UntilPassed(until);
            }
            else if (left > flow.MaxDuration)
            {
                yield return Refusals.UntilTooLate(flow);
            }

            yield break;
        }

        if (wish is { LessenedBy: not null, Until: null, Duration: { } less } && less > TimeSpan.Zero && (!flow.AutoRevoke || less <= flow.MaxDuration) && !flow.IsApprovalOnly)
        {
            yield break;
        }

        var allowed = wish.Until is null && (flow is { AutoRevoke: true, IsApprovalOnly: false } ? wish.Duration is { } asked && flow.Durations.Contains(asked) : wish.Duration is null);
        if (!allowed)
        {
            yield return Refusals.DurationNotAllowed(flow);
        }
    }

    private static IEnumerable<Refusal> CheckBreakGlass(Flow flow, Wish wish)
    {
        if (!wish.BreakGlass)
        {
            yield break;
        }

        if (flow.BreakGlass is not { } emergency)
        {
            yield return Refusals.BreakGlassNotOffered(flow);
        }
        else if (wish.Duration > emergency.DurationAtMost)
        {
            yield return Refusals.BreakGlassTooLong(flow, emergency.DurationAtMost, wish.Until is not null);
        }
    }

    private static ReasonRule ReasonFor(Flow flow, Wish wish) => wish.BreakGlass && flow.BreakGlass is { Reason: var least }
        ? least with { MinLength = Math.Max(flow.Reason.MinLength, least.MinLength) }
        : flow.Reason;

    private static IEnumerable<Refusal> CheckReason(ReasonRule rule, Wish wish)
    {
        var reason = wish.Reason;
        var length = FieldValues.Visible(reason);
        if (length == 0 && rule.Required)
        {
            yield return wish.BreakGlass ? Refusals.BreakGlassWithoutReason() : Refusals.ReasonMissing();
        }
        else if (length > 0 && length < rule.MinLength)
        {
            yield return Refusals.ReasonTooShort(rule.MinLength, length);
        }

        if (reason.EnumerateRunes().Count() is var all and > LongestText)
        {
            yield return Refusals.TextTooLong("reason", "The reason", LongestText, all);
        }
    }

    private static IEnumerable<Refusal> CheckFields(Flow flow, IReadOnlyDictionary<string, string> values)
    {
        // A hidden field's value is none of the requester's: it came from the rules, of today or of when the request was made.
        foreach (var field in flow.AskedFields(field => values.GetValueOrDefault(field.Name)).Where(field => !field.Hidden))
        {
            if (FieldValues.WhyNot(field, values.GetValueOrDefault(field.Name) ?? "") is { } no)
            {
                yield return no;
            }
        }

        var known = flow.Fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in values.Where(v => v.Value.Length > 0 && !known.Contains(v.Key)).Select(v => v.Key).Order(StringComparer.Ordinal))
        {
            yield return Refusals.UnknownField(name);
        }
    }

    /// <summary>Whether a field's value matches its pattern. A match that takes too long is none.</summary>
    internal static bool Matches(Regex pattern, string value)
    {
        try
        {
            // A $ also matches before a line break at the very end, which no pattern with a $ means to let in.
            return !value.EndsWith('\n') && pattern.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
