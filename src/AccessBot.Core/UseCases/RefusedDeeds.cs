using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Writes down what somebody may not do with a request, where nothing else of it changes.</summary>
internal static class RefusedDeeds
{
    /// <summary>Saves it with the request, and has its messages brought up to date.</summary>
    public static async Task RefuseAsync(this IRequestStore store, RequestId id, Actor by, Refusal no, IJobQueue queue, TimeProvider clock, CancellationToken cancel)
    {
        await store.ChangeAsync(id, request =>
        {
            request.RecordRefusal(by, no, clock.GetUtcNow());
            return Task.FromResult(true);
        }, cancel);
        queue.Nudge(Errand.Announce, id);
    }
}
