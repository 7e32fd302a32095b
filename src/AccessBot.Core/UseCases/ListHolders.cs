using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Who holds a target through AccessBot now, for admins.</summary>
public sealed class ListHolders(RulesInForce rules, IRequestStore store, Selections selections, Standings standings)
{
    /// <summary>Lists them.</summary>
    /// <param name="who">Who wants to know.</param>
    /// <param name="target">A target's key or label, or the id of a OneLogin role, in whatever case.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Whoever holds it or may hold it, what ends first ahead and what ends by hand last; or why that isn't said.</returns>
    public async Task<(IReadOnlyList<OpenRequest> Holders, Refusal? No)> OfAsync(SlackUserId who, string target, CancellationToken cancel)
    {
        var inForce = rules.Current;
        if (inForce.MayOversee(await standings.NowAsync(who, flow: null, inForce, requester: null, cancel)) is { } refused)
        {
            return ([], refused);
        }

        var (selection, unknown) = await selections.ResolveAsync(new StopWish(StopKind.Role, target), cancel);
        if (selection is null)
        {
            return ([], unknown);
        }

        var open = await store.OpenAsync(selection, cancel);
        return ([.. open.Where(request => request.State is not RequestState.Requested).OrderBy(request => request.EndsAt ?? DateTimeOffset.MaxValue)], null);
    }
}
