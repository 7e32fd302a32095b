using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules.Code;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Counts requests for rules in C#, in the database.</summary>
internal sealed class RuleHistory(IDbContextFactory<AccessBotContext> contexts) : IRuleHistory
{
    public async Task<int> CountAsync(RulePerson person, RuleEvent what, DateTimeOffset since, string? flow, string? target, CancellationToken cancel)
    {
        if (!SlackUserId.TryParse(person.SlackUser, out var who))
        {
            return 0;
        }

        try
        {
            return await DatabaseFault.TranslateAsync(async () =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancel);
                return await Counted(context, who, what, since, flow, target).CountAsync(cancel);
            });
        }
        catch (StoreUnavailableException e)
        {
            throw new RuleServiceException("Database:UNAVAILABLE", e.Message, e);
        }
    }

    internal static IQueryable<Request> Counted(
        AccessBotContext context, SlackUserId who, RuleEvent what, DateTimeOffset since, string? flow, string? target)
    {
        var requests = context.Requests.IgnoreAutoIncludes().Where(r => r.Requester == who);
        requests = flow is null ? requests : requests.Where(r => r.Flow == flow);
        requests = target is null ? requests : requests.Where(r => r.Target == target);
        return what switch
        {
            RuleEvent.Requested => requests.Where(r => r.RequestedAt >= since),
            RuleEvent.Approved => requests.Where(r => r.ApprovedAt >= since),
            RuleEvent.Granted => requests.Where(r => r.GrantedAt >= since),

            // A denial that came while OneLogin was being told leaves a request revoked, and one that ends everything has no decision.
            RuleEvent.Denied => requests.Where(r => (r.State == RequestState.Denied && r.ClosedAt >= since) || r.Decisions.Any(d => !d.Approves && d.At >= since)),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "There is no such event."),
        };
    }
}
