using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <content>What is open of a selection, for who ends all of it at once.</content>
internal sealed partial class RequestStore
{
    public Task<IReadOnlyList<OpenRequest>> OpenAsync(RequestSelection selection, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<OpenRequest>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var open = Selected(context.Requests.IgnoreAutoIncludes().AsNoTracking(), selection);
        try
        {
            return await Listed(open.OrderBy(r => r.RequestedAt)).ToListAsync(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException && !DatabaseFault.IsAway(e))
        {
            // Something in some row is not as it was written: one by one, so that it hides no other.
            return await OneByOneAsync(open, cancel);
        }
    });

    public Task<IReadOnlyList<OpenKind>> OpenKindsAsync(CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<OpenKind>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Requests.Where(r => r.ClosedAt == null)
            .Select(r => new OpenKind(r.Flow, r.FlowLabel, r.Target, r.TargetLabel, r.Role, r.Privilege)).Distinct().ToListAsync(cancel);
    });

    private static IQueryable<Request> Selected(IQueryable<Request> requests, RequestSelection selection)
    {
        var open = requests.Where(r => r.ClosedAt == null);
        return selection switch
        {
            RequestSelection.Everything => open,
            RequestSelection.OfPerson person => open.Where(r => r.OneLoginUser == person.OneLoginUser || (r.Role == Request.NoRole && r.Requester == person.SlackUser)),
            RequestSelection.OfRoles roles => open.Where(r =>
                (r.Privilege == Privilege.Member && roles.AsMember.Contains(r.Role)) || (r.Privilege == Privilege.Admin && roles.AsAdmin.Contains(r.Role))),
            RequestSelection.OfFlows flows => open.Where(r => flows.Keys.Contains(r.Flow)),
            _ => throw new ArgumentOutOfRangeException(nameof(selection), selection, "There is no such selection."),
        };
    }

    private static IQueryable<OpenRequest> Listed(IQueryable<Request> requests) => requests.Select(r => new OpenRequest(
        r.Id, r.State, r.Requester, r.RequesterName, r.OneLoginUser, r.TargetLabel, r.FlowLabel, r.EndsAt, r.Problem));

    private static async Task<List<OpenRequest>> OneByOneAsync(IQueryable<Request> open, CancellationToken cancel)
    {
        var all = new List<OpenRequest>();
        foreach (var id in await open.OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancel))
        {
            try
            {
                all.AddRange(await Listed(open.Where(r => r.Id == id)).ToListAsync(cancel));
            }
            catch (Exception e) when (e is not OperationCanceledException && !DatabaseFault.IsAway(e))
            {
                all.Add(OpenRequest.Unreadable(id, $"Its row can't be read: {e.Message}"));
            }
        }

        return all;
    }
}
