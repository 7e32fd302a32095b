using AccessBot.OneLogin;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.OneLogin;

public sealed class ProcessPlacesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_that_is_given_back_goes_to_the_first_in_rank()
    {
        var places = new ProcessPlaces(new FakeTimeProvider());
        var taken = new List<IAsyncDisposable>();
        for (var i = 0; i < ICallPlaces.AtOnce; i++)
        {
            taken.Add(await places.TakeAsync(CallRank.Usual, Cancel));
        }

        var last = places.TakeAsync(CallRank.Last, Cancel);
        var usual = places.TakeAsync(CallRank.Usual, Cancel);
        var ahead = places.TakeAsync(CallRank.Ahead, Cancel);

        await taken[0].DisposeAsync();
        await using var first = await ahead;
        Assert.False(usual.IsCompleted || last.IsCompleted);
        await taken[1].DisposeAsync();
        await using var second = await usual;
        Assert.False(last.IsCompleted);
        await taken[2].DisposeAsync();
        await using var third = await last;
    }

    [Fact]
    public async Task The_last_in_rank_wait_for_one_of_theirs_while_others_find_a_place()
    {
        var places = new ProcessPlaces(new FakeTimeProvider());
        var one = await places.TakeAsync(CallRank.Last, Cancel);
        await using var two = await places.TakeAsync(CallRank.Last, Cancel);

        var three = places.TakeAsync(CallRank.Last, Cancel);
        await using (await places.TakeAsync(CallRank.Usual, Cancel))
        {
            Assert.False(three.IsCompleted);
        }

        Assert.False(three.IsCompleted);
        await one.DisposeAsync();
        await (await three).DisposeAsync();
        await using var four = await places.TakeAsync(CallRank.Last, Cancel);
    }
}
