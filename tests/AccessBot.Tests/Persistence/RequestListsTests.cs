using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

public sealed class RequestListsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Somebodys_own_are_listed_apart_by_whether_they_have_ended_and_the_newest_first(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var (store, lists) = (services.GetRequiredService<IRequestStore>(), services.GetRequiredService<IRequestLists>());
        var added = new Dictionary<RequestState, Request>();
        foreach (var (state, i) in Enum.GetValues<RequestState>().Select((state, i) => (state, i)))
        {
            added[state] = await store.AddAsync(Given.In(state, Given.Now.AddMinutes(i), user: 1000 + i), None);
        }

        await store.AddAsync(Given.Request(by: Given.Ben), None);
        var onlyApproved = await store.AddAsync(Given.ApprovalOnlyIn(RequestState.Approved, Given.Now.AddDays(1)), None);

        var open = await lists.OpenAsync(Given.Rita, 100, None);
        var ended = await lists.EndedAsync(Given.Rita, 3, None);
        var undecided = await lists.UndecidedAsync(100, None);

        Assert.Equal([RequestState.Revoking, RequestState.Granted, RequestState.Approved, RequestState.Requested], open.Select(r => r.State));
        Assert.Equal(added[RequestState.Lapsed].LapsesAt, ended[1].ClosedAt);
        Assert.Equal([onlyApproved.Id, added[RequestState.Lapsed].Id, added[RequestState.Expired].Id], ended.Select(r => r.Id));
        Assert.Equal([added[RequestState.Requested].RequestedAt, Given.Now], undecided.Select(r => r.RequestedAt));
        Assert.All(undecided, request => Assert.NotEmpty(request.Notices));
        Assert.Single(await lists.UndecidedAsync(1, None));
        Assert.Equal(2, (await lists.OpenAsync(Given.Rita, 2, None)).Count);
    }
}
