using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support;

/// <summary>Lists of the requests that are in memory.</summary>
internal sealed class InMemoryLists(InMemoryRequests requests) : IRequestLists
{
    public Task<IReadOnlyList<Request>> OpenAsync(SlackUserId requester, int most, CancellationToken cancel) =>
        List(requests.All.Where(request => request.Requester == requester && !request.IsClosed).OrderByDescending(request => request.RequestedAt), most);

    public Task<IReadOnlyList<Request>> EndedAsync(SlackUserId requester, int most, CancellationToken cancel) =>
        List(requests.All.Where(request => request.Requester == requester && request.IsClosed).OrderByDescending(request => request.ClosedAt), most);

    public Task<IReadOnlyList<Request>> UndecidedAsync(int most, CancellationToken cancel) =>
        List(requests.All.Where(request => request.State == RequestState.Requested).OrderBy(request => request.RequestedAt), most);

    private static Task<IReadOnlyList<Request>> List(IEnumerable<Request> found, int most) => Task.FromResult<IReadOnlyList<Request>>([.. found.Take(most)]);
}
