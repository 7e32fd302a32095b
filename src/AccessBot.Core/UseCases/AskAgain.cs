using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Gives somebody what they asked for once, to ask for it again.</summary>
public sealed class AskAgain(IRequestStore store, IJobQueue queue, TimeProvider clock)
{
    /// <param name="id">What was asked for.</param>
    /// <param name="who">Who wants to ask again: nobody but its requester.</param>
    /// <param name="where">Where they do it, for the audit trail.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The request, or why they don't get it.</returns>
    public async Task<(Request? Request, Refusal? Refusal)> FindAsync(RequestId id, SlackUserId who, string where, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } request)
        {
            return (null, Refusals.UnknownRequest());
        }

        if (request.Requester == who)
        {
            return (request, null);
        }

        var no = Refusals.NotYourRequest();
        await store.RefuseAsync(id, new Actor(who, who.Value, where), no, queue, clock, cancel);
        return (null, no);
    }
}
