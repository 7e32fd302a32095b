using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Jobs;
using AccessBot.Slack;
using AccessBot.Telemetry;
using AccessBot.Tests.Support;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Telemetry;

public sealed class MetricsTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Live_and_overdue_are_counted_by_cause_and_their_age_is_told(Db db)
    {
        await using var world = await World.CreateAsync(db);
        await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now, user: 1), CancellationToken.None);
        await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now, user: 2), CancellationToken.None);
        var overdue = Given.In(RequestState.Revoking, Given.Now.AddMinutes(-45), user: 3);
        overdue.FailedIn(RequestState.Revoking, "no", requestId: null, Given.Now, Trouble.StillHeld);
        await world.Store.AddAsync(overdue, CancellationToken.None);
        await world.Figures.ReadAsync(CancellationToken.None);

        var seen = world.Observe();

        Assert.Equal(2, seen[AccessMeter.LiveName].Single().Value);
        Assert.Equal(15 * 60, seen[AccessMeter.OldestName].Single().Value);
        Assert.Equal(
            ["credential 0", "refused 0", "still-held 1", "unanswered 0", "untried 0"],
            seen[AccessMeter.OverdueName].Select(m => $"{m.Tags[AccessMeter.CauseTag]} {m.Value}").Order(StringComparer.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_confirmed_end_is_measured_from_when_it_was_due_however_it_is_saved(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var expired = await world.Store.AddAsync(Given.In(RequestState.Revoking, Given.Now, user: 1), CancellationToken.None);
        var early = await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now, user: 2), CancellationToken.None);
        var neverBegun = await world.Store.AddAsync(Given.In(RequestState.Approved, Given.Now, user: 3), CancellationToken.None);
        var denied = await world.Store.AddAsync(Given.Request(user: 4), CancellationToken.None);
        var (due, now) = (expired.EndsAt!.Value, expired.EndsAt!.Value.AddSeconds(7));
        await world.ChangeAsync(early, r => r.Revoke(Given.By(Given.Ana), due.AddSeconds(4)) is null);
        await world.ChangeAsync(neverBegun, r => r.GiveUp("no", Given.Now));

        await world.Store.ChangeManyAsync([expired.Id, early.Id, neverBegun.Id], r => r.ConfirmEnd(RoleKept.No, wasGone: false, requestId: null, now), CancellationToken.None);
        await world.ChangeAsync(denied, r => r.Deny(Given.By(Given.Ana), Given.Now) is null);

        Assert.Equal(
            ["expired 7", "revoked 7"],
            world.Lateness.Select(m => $"{m.Tags[RevocationLateness.EndKindTag]} {m.Value}").Order(StringComparer.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_end_that_was_not_saved_is_not_measured(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var request = await world.Store.AddAsync(Given.In(RequestState.Revoking, Given.Now), CancellationToken.None);

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => world.ChangeAsync(request, r =>
        {
            r.ConfirmEnd(RoleKept.No, wasGone: false, requestId: null, r.EndsAt!.Value);
            throw new TimeZoneNotFoundException();
        }));

        Assert.Empty(world.Lateness);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Each_step_is_counted_by_flow_and_state_once_it_is_saved_and_people_and_OneLogin_are_timed(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var approved = await world.Store.AddAsync(Given.Request(user: 1), CancellationToken.None);
        var denied = await world.Store.AddAsync(Given.Request(user: 2), CancellationToken.None);
        var at = approved.RequestedAt;
        await world.ChangeAsync(approved, r => r.Approve(Given.By(Given.Ana), new Ruling.Approved(), at.AddSeconds(40)) is null);
        await world.ChangeAsync(approved, r => r.BeginGrant(hadRoleBefore: false, at.AddSeconds(41)));
        await world.ChangeAsync(approved, r => r.ConfirmGrant(requestId: null, at.AddSeconds(42)));
        await world.ChangeAsync(denied, r => r.Deny(Given.By(Given.Ana), at.AddSeconds(90)) is null);

        Assert.Equal(
            ["approved", "denied", "granted", "requested", "requested"],
            world.Measured[RequestMeter.StepsName].Select(m => (string)m.Tags[RequestMeter.StateTag]!).Order(StringComparer.Ordinal));
        Assert.All(world.Measured[RequestMeter.StepsName], m => Assert.Equal(approved.Flow, m.Tags[RequestMeter.FlowTag]));
        Assert.Equal([40, 90], world.Measured[RequestMeter.DecisionName].Select(m => m.Value));
        Assert.Equal([2], world.Measured[RequestMeter.GrantName].Select(m => m.Value));
    }

    [Fact]
    public async Task Jobs_that_wait_are_counted_by_queue_and_none_is_a_number_too()
    {
        await using var world = await World.CreateAsync(Db.Sqlite);
        world.Queue.Enqueue<Errands>(JobsModule.RevokeQueue, e => e.RevokeDueAsync(CancellationToken.None));
        await world.Jobs.ReadAsync(CancellationToken.None);

        var seen = world.Observe();

        Assert.Equal(
            ["announce 0", "default 0", "revoke 1", "rules 0"],
            seen[AccessMeter.JobsName].Select(m => $"{m.Tags[AccessMeter.QueueTag]} {m.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(4, seen[AccessMeter.JobAgeName].Count());
    }

    [Fact]
    public async Task However_often_it_is_asked_the_database_is_asked_every_two_seconds_at_most()
    {
        var clock = new FakeTimeProvider(Given.Now);
        var rows = new CountedRows();
        using var figures = new Figures(rows, clock);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => figures.ReadAsync(CancellationToken.None)));
        var atOnce = rows.Asked;
        clock.Advance(TimeSpan.FromSeconds(1));
        await figures.ReadAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(2));
        await figures.ReadAsync(CancellationToken.None);

        Assert.Equal((1, 2), (atOnce, rows.Asked));
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_shown_rather_than_a_quiet_day()
    {
        var clock = new FakeTimeProvider(Given.Now);
        var rows = new CountedRows();
        using var figures = new Figures(rows, clock);
        await figures.ReadAsync(CancellationToken.None);
        Assert.NotNull(figures.Known);
        clock.Advance(TimeSpan.FromSeconds(3));
        rows.IsAway = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => figures.ReadAsync(CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => figures.ReadAsync(CancellationToken.None));

        Assert.Null(figures.Known);
        Assert.Equal(2, rows.Asked);
    }

    private sealed record Measured(double Value, IReadOnlyDictionary<string, object?> Tags);

    private sealed class CountedRows : IOverdueRequests
    {
        public int Asked { get; private set; }

        public bool IsAway { get; set; }

        public Task<IReadOnlyList<Overdue>> CountAsync(DateTimeOffset now, CancellationToken cancel)
        {
            Asked++;
            return IsAway ? throw new StoreUnavailableException("away", new TimeoutException()) : Task.FromResult<IReadOnlyList<Overdue>>([]);
        }

        public Task<IReadOnlyList<Request>> FirstAsync(Trouble? trouble, long? role, DateTimeOffset now, int most, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<RequestId>> UntriedAsync(DateTimeOffset now, DateTimeOffset said, int most, CancellationToken cancel) => throw new NotSupportedException();

        public Task<int> LiveGrantsAsync(CancellationToken cancel) => Task.FromResult(0);
    }

    /// <summary>The store over a database, and what its meter says: that of no other test that runs meanwhile.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly ServiceProvider services;
        private readonly InMemoryStorage storage = new();
        private readonly MeterListener listener = new();
        private readonly ConcurrentQueue<(string Name, Measured What)> measured = new();
        private readonly IMeterFactory meters;
        private readonly AccessMeter meter;

        private World(TestDatabase database, ServiceProvider services)
        {
            (this.database, this.services) = (database, services);
            meters = services.GetRequiredService<IMeterFactory>();
            Figures = new Figures(services.GetRequiredService<IOverdueRequests>(), services.GetRequiredService<TimeProvider>());
            Jobs = new JobFigures(storage, services.GetRequiredService<TimeProvider>());
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
            listener.Start();
            meter = new AccessMeter(meters, Figures, Jobs, new SlackSockets(Options.Create(new SlackOptions()), services.GetRequiredService<TimeProvider>()), services.GetRequiredService<TimeProvider>());
        }

        public IRequestStore Store => services.GetRequiredService<IRequestStore>();

        public Figures Figures { get; }

        public JobFigures Jobs { get; }

        public BackgroundJobClient Queue => new(storage);

        public ILookup<string, Measured> Measured => measured.ToLookup(m => m.Name, m => m.What, StringComparer.Ordinal);

        public IReadOnlyList<Measured> Lateness => [.. measured.Where(m => m.Name == RevocationLateness.Name).Select(m => m.What)];

        public static async Task<World> CreateAsync(Db db)
        {
            var empty = await TestDatabase.CreateAsync(db);
            return new World(empty, await empty.OpenAsync(new FakeTimeProvider(Given.Now)));
        }

        public Task ChangeAsync(Request request, Func<Request, bool> change) => Store.ChangeAsync(request.Id, r =>
        {
            Assert.True(change(r));
            return Task.FromResult(true);
        }, CancellationToken.None);

        public ILookup<string, Measured> Observe()
        {
            listener.RecordObservableInstruments();
            GC.KeepAlive(meter);
            return Measured;
        }

        public async ValueTask DisposeAsync()
        {
            listener.Dispose();
            Figures.Dispose();
            Jobs.Dispose();
            storage.Dispose();
            await services.DisposeAsync();
            await database.DisposeAsync();
        }

        private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured.Enqueue((instrument.Name, new Measured(value, tags.ToArray().ToDictionary(StringComparer.Ordinal))));
    }
}
