using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>What admins see of everybody: what is overdue, and how much is live.</summary>
public sealed class Oversee(RulesInForce rules, IOverdueRequests requests, Glances glances, TimeProvider clock)
{
    /// <summary>How much of what is overdue is listed.</summary>
    public const int MostOverdue = 5;

    /// <summary>Looks.</summary>
    /// <returns>Null for somebody who is no admin.</returns>
    public async Task<Oversight?> AsAsync(SlackUserId who, CancellationToken cancel)
    {
        var (inForce, now) = (rules.Current, clock.GetUtcNow());
        if (inForce.MayOversee(await glances.Standings.NowAsync(who, flow: null, inForce, requester: null, cancel)) is not null)
        {
            return null;
        }

        var overdue = await requests.CountAsync(now, cancel);
        var first = await requests.FirstAsync(overdue.Select(kind => kind.Trouble), role: null, now, MostOverdue, cancel);
        return new Oversight(await requests.LiveGrantsAsync(cancel), overdue.Sum(kind => kind.Count), first);
    }
}
