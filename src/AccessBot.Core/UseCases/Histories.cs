using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Looks up what a flow's rules ask about the past; nothing, for a flow whose rules don't.</summary>
public sealed class Histories(IRequestStore store, TimeProvider clock)
{
    /// <summary>The circumstances of a wish, or of a request that was made of it, at this moment.</summary>
    /// <param name="flow">The flow whose rules will ask.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="target">The target's key.</param>
    /// <param name="request">The request that was made of the wish, which doesn't count against itself; null if there is none yet.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Circumstances> NowAsync(Flow flow, SlackUserId requester, string target, RequestId? request, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var grants = flow.LooksBack is { } back
            ? await store.GrantsAsync(requester, target, Before(now, back), request, PastGrants.Most + 1, cancel)
            : [];
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rule in flow.AutoApprove)
        {
            if (rule.Cap is { } cap)
            {
                uses[rule.Name] = await store.UsesAsync(flow.Key, rule.Name, cap.PerPerson ? requester : null, Before(now, cap.In), request, cancel);
            }
        }

        return new Circumstances(now, grants, uses);
    }

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan time) => now - DateTimeOffset.MinValue > time ? now - time : DateTimeOffset.MinValue;
}
