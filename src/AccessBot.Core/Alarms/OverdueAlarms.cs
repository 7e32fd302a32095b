using System.Globalization;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Alarms;

/// <summary>Overdue revocations as alarms, one for each cause. Pure.</summary>
public static class OverdueAlarms
{
    /// <summary>Who raises them: the first part of their causes.</summary>
    public const string Source = "overdue";

    /// <summary>How many an alarm names; the rest it counts.</summary>
    public const int Named = 5;

    /// <summary>What one alarm is about: a trouble, and with <see cref="Trouble.StillHeld"/> a role, since each has mappings of its own.</summary>
    /// <remarks>While OneLogin answers nobody, only a few are tried: the others then wait for the same, and are told with them.</remarks>
    public static IEnumerable<IGrouping<(Trouble? Trouble, long? Role), Overdue>> Grouped(IReadOnlyCollection<Overdue> overdue)
    {
        var forAll = overdue.Select(o => o.Trouble).FirstOrDefault(t => t is Trouble.CredentialRefused)
            ?? overdue.Select(o => o.Trouble).FirstOrDefault(t => t is Trouble.Unanswered);
        return overdue.GroupBy(o => (o.Trouble ?? forAll, o.Trouble == Trouble.StillHeld ? o.Role : (long?)null));
    }

    /// <summary>One alarm.</summary>
    /// <param name="of">What is overdue for this cause.</param>
    /// <param name="first">The most overdue of them, at most <see cref="Named"/>; at least one.</param>
    public static Alarm Of(IGrouping<(Trouble? Trouble, long? Role), Overdue> of, IReadOnlyList<Request> first)
    {
        var (trouble, role) = of.Key;
        var (count, oldest) = (of.Sum(o => o.Count), of.Min(o => o.Oldest));
        var cause = $"{Source}/{Overdue.CauseOf(trouble)}{(role is { } id ? $"/{id}" : "")}";
        return new Alarm(cause, Title(trouble, role, first[0].TargetLabel), [.. Lines(of, first)], oldest)
        {
            Count = count,
            Advice = Advice(trouble),
        };
    }

    private static IEnumerable<string> Lines(IGrouping<(Trouble? Trouble, long? Role), Overdue> of, IReadOnlyList<Request> first)
    {
        var (count, oldest, roles) = (of.Sum(o => o.Count), of.Min(o => o.Oldest), of.Select(o => o.Role).Distinct().Count());
        yield return $"{Number(count)} overdue{(roles > 1 ? $" in {Number(roles)} roles" : "")}, the oldest since {Time(oldest)}:";
        foreach (var request in first)
        {
            yield return $"{request.RequesterName}: {request.TargetLabel}{(request.Privilege == Privilege.Admin ? ", as admin of the role" : "")}, since {Time(request.DueEnd ?? oldest)}";
        }

        if (count > first.Count)
        {
            yield return $"and {Number(count - first.Count)} more";
        }

        if (of.Key.Trouble is not null && of.Where(o => o.Trouble is null).Sum(o => o.Count) is > 0 and var waiting)
        {
            yield return $"{Number(waiting)} of them wait until the first can be ended";
        }

        if (first.Select(request => request.Problem).FirstOrDefault(problem => problem is not null) is { } said)
        {
            yield return $"Last answer: {said}";
        }
    }

    private static string Title(Trouble? trouble, long? role, string label) => trouble switch
    {
        null => "Overdue revocations that nobody works on",
        Trouble.Unanswered => "Overdue revocations: OneLogin does not answer, or with errors",
        Trouble.CredentialRefused => "Overdue revocations: OneLogin refuses AccessBot's credential",
        Trouble.Refused => "Overdue revocations: OneLogin refuses to take the role away",
        _ => $"Overdue revocations: OneLogin keeps giving {label} (role {role})",
    };

    private static string Advice(Trouble? trouble) => trouble switch
    {
        null => "If the number falls from minute to minute, many ended at once and wait their turn. If not, restart AccessBot, and look in its log for why its jobs don't run.",
        Trouble.Unanswered => "See whether OneLogin is up and can be reached from AccessBot. It is tried again every few minutes, for ever; if it is urgent, take the role away in OneLogin by hand.",
        Trouble.CredentialRefused => "Give AccessBot an API credential with the scope Manage All (OneLogin:ClientId, OneLogin:ClientSecret), owned by a user who still exists. Until then nothing can be given or taken.",
        Trouble.Refused => "Read the last answer, and look at the user and the role in OneLogin. It is tried again every few minutes, for ever.",
        _ => "A mapping in OneLogin gives this role again each time that it is taken away. Change the mapping; AccessBot can't.",
    };

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
