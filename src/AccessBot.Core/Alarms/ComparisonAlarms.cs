using System.Globalization;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;

namespace AccessBot.Core.Alarms;

/// <summary>What a comparison with OneLogin found, as alarms: one for each role and kind of finding. Pure.</summary>
public static class ComparisonAlarms
{
    /// <summary>Who raises those that last: the first part of their causes; the second is the role.</summary>
    public const string Source = "comparison";

    /// <summary>How many an alarm names; the rest it counts.</summary>
    private const int Named = 10;

    /// <summary>The cause of what could not be compared.</summary>
    private const string Unread = $"{Source}/unread";

    /// <summary>What is so for as long as comparisons find it.</summary>
    public static IReadOnlyList<Alarm> Lasting(Comparison comparison)
    {
        var alarms = ByRole(comparison, kind => kind != FindingKind.Lost).ToList();
        var unread = comparison.Unread.Where(role => !role.IsDisturbed).ToList();
        if (unread.Count > 0)
        {
            alarms.Add(new Alarm(Unread, "Roles could not be compared with OneLogin", Lines(unread.Select(role => $"Role {role}")), comparison.StartedAt)
            {
                Count = unread.Count,
                Advice = "If OneLogin is away, nothing but wait: it is tried again every quarter of an hour. If this one role stays, see in OneLogin what is special about it.",
            });
        }

        return alarms;
    }

    /// <summary>The first parts of causes that this comparison can't say anything about, since it could not read the role.</summary>
    public static IReadOnlyList<string> Unknown(Comparison comparison) => [.. comparison.Unread.Select(role => $"{Source}/{Place(role.Role, role.Privilege)}")];

    /// <summary>What happened once, and is over with being told.</summary>
    public static IReadOnlyList<Alarm> Happened(Comparison comparison) => [.. ByRole(comparison, kind => kind == FindingKind.Lost)];

    private static IEnumerable<Alarm> ByRole(Comparison comparison, Func<FindingKind, bool> which) =>
        comparison.Notable.Where(f => which(f.Kind)).GroupBy(f => (f.Kind, f.Role, f.Privilege)).Select(group =>
        {
            var (kind, role, privilege) = group.Key;
            var (name, title, advice) = Words(kind);
            var place = Place(role, privilege);
            return new Alarm(
                kind == FindingKind.Lost ? $"{name}/{place}" : $"{Source}/{place}/{name}",
                $"{title} (role {role.ToString(CultureInfo.InvariantCulture)})",
                Lines(group.Select(f => f.Sentence)),
                comparison.StartedAt)
            {
                Count = group.Count(),
                Advice = advice,
                IsNews = kind is not (FindingKind.RoleMissing or FindingKind.LostTogether),
            };
        });

    private static IReadOnlyList<string> Lines(IEnumerable<string> all)
    {
        var lines = all.ToList();
        return lines.Count <= Named ? lines
            : [.. lines.Take(Named), $"and {(lines.Count - Named).ToString("N0", CultureInfo.InvariantCulture)} more, which accessbot reconcile --report lists"];
    }

    private static string Place(long role, Privilege privilege) =>
        $"{role.ToString(CultureInfo.InvariantCulture)}{(privilege == Privilege.Admin ? "-admin" : "")}";

    private static (string Name, string Title, string Advice) Words(FindingKind kind) => kind switch
    {
        FindingKind.Lost => ("lost", "Access that was granted was taken away in OneLogin", "Nothing, if that was meant. Whoever still needs it can ask again."),
        FindingKind.LostTogether => ("lost-together", "Most grants are missing in OneLogin at once, and nothing was closed",
            "See that OneLogin:Domain and OneLogin:BaseUrl are the right tenant's, and whether somebody emptied the role."),
        FindingKind.CameBack => ("came-back", "Access is there again that AccessBot took away",
            "See whether a mapping in OneLogin gives it, or somebody gave it by hand. AccessBot leaves alone what it didn't give: if nobody meant it, take it away in OneLogin."),
        FindingKind.OlderThanOneLogin => ("older-than-onelogin", "OneLogin holds what AccessBot has not given yet",
            "If an old backup was restored, run accessbot reconcile --report, and end what should not be with accessbot revoke."),
        FindingKind.AddedInGap => ("added-in-gap", "Access was given at a time of which AccessBot has no record",
            "If AccessBot gave it before an old backup was restored, nothing will take it away: take it away in OneLogin. If somebody gave it by hand, nothing is to be done."),
        FindingKind.RoleMissing => ("role-missing", "The access rules name a role that OneLogin does not have", "Mend it under targets in the access rules."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is nobody's alarm."),
    };
}
