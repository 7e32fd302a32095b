using AccessBot.Core.Rules.Code;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

/// <summary>What rules in C# keep.</summary>
public sealed class RuleStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_was_put_there_last_is_fetched_until_it_is_taken_away(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRuleStore>();

        Assert.Null(await store.FetchAsync("team.quota", Cancel));
        await store.PutAsync("team.quota", null, Cancel);
        await store.PutAsync("team.quota", "1", Cancel);
        await store.PutAsync("team.quota", "'2'; — \"zwei\" 𝟚", Cancel);
        await store.PutAsync("Team.quota", "", Cancel);

        Assert.Equal("'2'; — \"zwei\" 𝟚", await store.FetchAsync("team.quota", Cancel));
        Assert.Equal("", await store.FetchAsync("Team.quota", Cancel));
        await store.PutAsync("team.quota", null, Cancel);
        Assert.Null(await store.FetchAsync("team.quota", Cancel));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_many_who_put_at_once_none_fails(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRuleStore>();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => store.PutAsync("one", $"{i}", Cancel))));

        Assert.InRange(int.Parse((await store.FetchAsync("one", Cancel))!, System.Globalization.CultureInfo.InvariantCulture), 0, 15);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_does_not_fit_is_refused_with_its_limit(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRuleStore>();
        var (longest, largest) = (new string('k', 200), new string('ä', 32 * 1024));

        await store.PutAsync(longest, largest, Cancel);

        Assert.Equal(largest, await store.FetchAsync(longest, Cancel));
        Assert.Contains("200 characters", (await RefusedAsync("TOO_LARGE", longest + "k", "v")).Message, StringComparison.Ordinal);
        Assert.Contains("64 KiB", (await RefusedAsync("TOO_LARGE", longest, largest + "a")).Message, StringComparison.Ordinal);
        await RefusedAsync("REJECTED", "", "v");
        await RefusedAsync("REJECTED", "k\0", "v");
        await RefusedAsync("REJECTED", "k", "v\0");
        await RefusedAsync("REJECTED", "k", "half a pair: \ud83d");
        Assert.Equal(largest, await store.FetchAsync(longest, Cancel));

        async Task<RuleServiceException> RefusedAsync(string code, string key, string value)
        {
            var refused = await Assert.ThrowsAsync<RuleServiceException>(() => store.PutAsync(key, value, Cancel));
            Assert.Equal($"Database:{code}", refused.Code);
            return refused;
        }
    }
}
