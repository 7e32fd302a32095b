using AccessBot.Core.Ports;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

public sealed class DatabaseClockTests
{
    [Theory]
    [InlineData(3600)]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_process_whose_clock_is_wrong_finds_by_how_much(int seconds)
    {
        await using var database = await TestDatabase.CreateAsync(Db.Postgres);
        await using var services = await database.OpenAsync(new Skewed(TimeSpan.FromSeconds(seconds)));

        var ahead = await services.GetRequiredService<IDatabaseClock>().AheadAsync(CancellationToken.None);

        // What is not sure is left out, so never more than it is; this machine may be slow, but not by seconds.
        Assert.InRange(ahead!.Value.TotalSeconds / seconds, 0.5, 1);
    }

    [Fact]
    public async Task A_process_whose_clock_is_right_finds_no_difference()
    {
        await using var database = await TestDatabase.CreateAsync(Db.Postgres);
        await using var services = await database.OpenAsync(TimeProvider.System);

        Assert.InRange((await services.GetRequiredService<IDatabaseClock>().AheadAsync(CancellationToken.None))!.Value.TotalSeconds, -0.5, 0.5);
    }

    [Fact]
    public async Task The_time_that_an_answer_takes_is_no_difference()
    {
        await using var database = await TestDatabase.CreateAsync(Db.Postgres);
        await using var services = await database.OpenAsync(new SlowToAnswer(TimeSpan.FromSeconds(20)));

        Assert.InRange((await services.GetRequiredService<IDatabaseClock>().AheadAsync(CancellationToken.None))!.Value.TotalSeconds, -0.5, 0.5);
    }

    [Fact]
    public async Task A_file_has_no_clock()
    {
        await using var database = await TestDatabase.CreateAsync(Db.Sqlite);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));

        Assert.Null(await services.GetRequiredService<IDatabaseClock>().AheadAsync(CancellationToken.None));
    }

    /// <summary>A clock that goes as it should and is set wrong.</summary>
    private sealed class Skewed(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }

    /// <summary>A right clock, by which the question was on its way for so long before it was answered.</summary>
    private sealed class SlowToAnswer(TimeSpan way) : TimeProvider
    {
        private int looks;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - way;

        public override long GetTimestamp() => System.GetTimestamp() + (Interlocked.Increment(ref looks) > 1 ? (long)(way.TotalSeconds * TimestampFrequency) : 0);
    }
}
