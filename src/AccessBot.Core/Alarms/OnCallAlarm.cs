using AccessBot.Core.Rules;

namespace AccessBot.Core.Alarms;

/// <summary>That it can't be told who is on call: one for each service. Pure.</summary>
public static class OnCallAlarm
{
    /// <summary>Who raises it: the first part of its causes; the second is the service.</summary>
    public const string Source = "on-call";

    /// <summary>How many an alarm names; the rest it counts.</summary>
    private const int Named = 10;

    /// <param name="troubles">What was asked in vain, and what came of it.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Alarm> Of(IEnumerable<(Principal.OnCall Rota, string Trouble)> troubles, DateTimeOffset now) =>
    [
        .. troubles.GroupBy(t => ServiceOf(t.Rota.By), StringComparer.Ordinal).Select(service => new Alarm(
            $"{Source}/{service.Key.ToLowerInvariant()}",
            $"{service.Key} does not say who is on call",
            [.. service.OrderBy(t => t.Rota.Id, StringComparer.Ordinal).Take(Named).Select(t => $"{PrincipalText.InWords(t.Rota)}: {t.Trouble}")],
            now)
        {
            Count = service.Count(),
            Advice = "Until it does, nobody counts as on call, and people decide who qualify by something else. See whether the service is up, and the id and the token are right.",
        }),
    ];

    private static string ServiceOf(OnCallSource by) => by == OnCallSource.OpsgenieSchedule ? "Opsgenie" : "PagerDuty";
}
