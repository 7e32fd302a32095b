using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Persistence;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

public sealed class RequestStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_request_comes_back_as_it_was_saved(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var saved = Given.In(RequestState.Expired);

        await world.Store.AddAsync(saved, None);
        var read = await world.Store.FindAsync(saved.Id, None);

        Assert.All(
            typeof(Request).GetProperties().Where(p => p.Name != nameof(Request.News)),
            p => Assert.Equivalent(p.GetValue(saved), p.GetValue(read)));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_same_submission_makes_one_request(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var first = await world.Store.AddAsync(Given.Request(submission: "view:V1"), None);

        var second = await world.Store.AddAsync(Given.Request(submission: "view:V1"), None);

        Assert.Equal(first.Id, second.Id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_many_who_decide_at_once_one_denial_wins_and_no_entry_is_lost(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var request = await world.Store.AddAsync(Given.Request(), None);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => world.Store.ChangeAsync(request.Id, r =>
        {
            var by = Given.By(SlackUserId.Parse($"U{i:D4}"));
            var refusal = i % 2 == 0 ? r.Approve(by, new Ruling.Approved(), Given.Now) : r.Deny(by, Given.Now);
            if (refusal is not null)
            {
                r.RecordRefusal(by, refusal, Given.Now);
            }

            return Task.FromResult(refusal);
        }, None))));

        // One of them, perhaps after the one approval that came before it.
        var counted = outcomes.Count(refusal => refusal is null);
        Assert.InRange(counted, 1, 2);
        var entries = await world.EntriesAsync(request.Id.ToString());
        Assert.Equal(16 - counted, entries.Count(e => e.Action == AuditAction.Refused));
        Assert.All(entries, e => Assert.Equal(e.ComputeHash(), e.Hash));
        Assert.Equal(["", .. entries.SkipLast(1).Select(e => e.Hash)], entries.Select(e => e.PreviousHash));
        var decided = (await world.Store.FindAsync(request.Id, None))!;
        Assert.Equal(RequestState.Denied, decided.State);
        Assert.Single(decided.Decisions, decision => !decision.Approves);
        Assert.Equal(counted, decided.Decisions.Count);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_change_that_throws_leaves_nothing(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var request = await world.Store.AddAsync(Given.Request(), None);

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => world.Store.ChangeAsync<int>(request.Id, r =>
        {
            r.Deny(Given.By(Given.Ana), Given.Now);
            throw new TimeZoneNotFoundException();
        }, None));

        Assert.Equal(RequestState.Requested, (await world.Store.FindAsync(request.Id, None))!.State);
        Assert.Single(await world.EntriesAsync(request.Id.ToString()));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_due_is_found_and_of_what_ends_the_most_overdue_first(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var hour = TimeSpan.FromHours(1);
        var later = await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now - hour, user: 1), None);
        var sooner = await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now - (2 * hour), user: 2), None);
        var approved = await world.Store.AddAsync(Given.In(RequestState.Approved, Given.Now - hour, user: 3), None);
        var waiting = await world.Store.AddAsync(Given.Request(at: Given.Now - (9 * hour), user: 4), None);
        await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now, user: 5), None);
        var ending = await world.Store.AddAsync(Given.In(RequestState.Revoking, Given.Now - (3 * hour), user: 7), None);
        foreach (var state in new[] { RequestState.Expired, RequestState.Revoked, RequestState.Denied, RequestState.Failed, RequestState.Cancelled, RequestState.Lapsed })
        {
            await world.Store.AddAsync(Given.In(state, Given.Now - (20 * hour), user: 6), None);
        }

        var ends = await world.Store.DueRevocationsAsync(Given.Now, most: 100, None);
        var due = await world.Store.DueAsync(Given.Now, impatient: false, most: 100, None);

        Assert.Equal([ending.Id, sooner.Id, later.Id], ends.Select(d => d.Request));
        Assert.Equal([ending.EndDueAt, sooner.EndsAt, later.EndsAt], ends.Select(d => (DateTimeOffset?)d.Since));
        Assert.Equal([(Errand.Grant, approved.Id), (Errand.Lapse, waiting.Id)], due.Where(d => d.Errand != Errand.Announce).Select(d => (d.Errand, d.Request)));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_grant_that_was_begun_and_never_confirmed_is_due_at_its_end_and_not_before(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var begun = Given.In(RequestState.Approved);
        Assert.True(begun.BeginGrant(hadRoleBefore: false, Given.Now));
        await world.Store.AddAsync(begun, None);
        await world.Store.AddAsync(Given.In(RequestState.Approved, user: 2), None);
        var end = begun.EndsAt!.Value;

        var before = await world.Store.DueRevocationsAsync(end - TimeSpan.FromSeconds(1), most: 100, None);
        var after = await world.Store.DueRevocationsAsync(end, most: 100, None);

        Assert.Empty(before);
        Assert.Equal((begun.Id, end), (Assert.Single(after).Request, after[0].Since));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_somebody_was_granted_before_is_found_newest_first(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var day = TimeSpan.FromDays(1);
        foreach (var days in new[] { 3, 1, 40 })
        {
            await world.Store.AddAsync(Given.In(days == 1 ? RequestState.Granted : RequestState.Expired, Given.Now - (days * day)), None);
        }

        var itself = await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now - (2 * day)), None);
        await world.Store.AddAsync(Given.In(RequestState.Denied, Given.Now - day), None);

        Assert.Equal([Given.Now - day, Given.Now - (3 * day)], await world.Store.GrantsAsync(Given.Rita, "production-admin", Given.Now - (30 * day), itself.Id, most: 10, None));
        Assert.Equal([Given.Now - day, Given.Now - (2 * day)], await world.Store.GrantsAsync(Given.Rita, "production-admin", DateTimeOffset.MinValue, but: null, most: 2, None));
        Assert.Empty(await world.Store.GrantsAsync(Given.Rita, "billing", DateTimeOffset.MinValue, but: null, most: 10, None));
        Assert.Empty(await world.Store.GrantsAsync(Given.Ben, "production-admin", DateTimeOffset.MinValue, but: null, most: 10, None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_a_rule_has_approved_is_counted_for_one_and_for_all(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var fast = new AutoRule("fast", new Condition(), "On call");
        var first = await world.Store.AddAsync(Given.Request(rule: fast), None);
        await world.Store.AddAsync(Given.Request(rule: fast, at: Given.Now - TimeSpan.FromDays(8)), None);
        await world.Store.AddAsync(Given.Request(rule: fast, by: Given.Ben), None);
        await world.Store.AddAsync(Given.Request(rule: fast with { Name = "slow" }), None);
        await world.Store.AddAsync(Given.In(RequestState.Granted), None);
        var since = Given.Now - TimeSpan.FromDays(7);

        Assert.Equal((RequestState.Approved, "fast", "On call"), (first.State, first.AutoRule, first.ApprovedBecause));
        Assert.Equal(1, await world.Store.UsesAsync("production", "fast", Given.Rita, since, but: null, None));
        Assert.Equal(0, await world.Store.UsesAsync("production", "fast", Given.Rita, since, first.Id, None));
        Assert.Equal(2, await world.Store.UsesAsync("production", "fast", requester: null, since, but: null, None));
        Assert.Equal(0, await world.Store.UsesAsync("second-door", "fast", requester: null, since, but: null, None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_a_nudge_is_on_its_way_for_is_due_only_to_the_impatient(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var approved = await world.Store.AddAsync(Given.In(RequestState.Approved), None);

        var patient = await world.Store.DueAsync(Given.Now, impatient: false, most: 100, None);
        var impatient = await world.Store.DueAsync(Given.Now, impatient: true, most: 100, None);

        Assert.DoesNotContain(patient, d => d.Request == approved.Id);
        Assert.Equal([Errand.Grant, Errand.Announce], impatient.Select(d => d.Errand));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_request_is_announced_until_every_notice_shows_its_version(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var request = await world.Store.AddAsync(Given.Request(), None);
        async Task<bool> DueAsync() => (await world.Store.DueAsync(Given.Now, impatient: true, most: 9, None)).Any(d => d.Errand == Errand.Announce);

        var atFirst = await DueAsync();
        request.Notices[0].Shown("C0ACCESS", "1.1", request.Version, "f", Given.Now);
        await world.Store.SaveNoticeAsync(request.Id, request.Notices[0], None);
        var afterOne = await DueAsync();
        request.Notices[1].Undeliverable("account_inactive");
        await world.Store.SaveNoticeAsync(request.Id, request.Notices[1], None);
        var afterBoth = await DueAsync();
        await world.Store.ChangeAsync(request.Id, r => Task.FromResult(r.Deny(Given.By(Given.Ana), Given.Now)), None);

        Assert.Equal((true, true, false, true), (atFirst, afterOne, afterBoth, await DueAsync()));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Many_are_changed_in_one_save_and_one_that_somebody_else_changes_meanwhile_holds_up_no_other(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var requests = new List<Request>();
        for (var user = 1; user <= 5; user++)
        {
            requests.Add(await world.Store.AddAsync(Given.In(RequestState.Granted, Given.Now - TimeSpan.FromHours(1), user: user), None));
        }

        var meddled = false;
        var results = await world.Store.ChangeManyAsync([.. requests.Select(r => r.Id)], row =>
        {
            if (!meddled)
            {
                meddled = true;
                world.Store.ChangeAsync(requests[2].Id, r => Task.FromResult(r.Revoke(Given.By(Given.Ana), Given.Now)), None).GetAwaiter().GetResult();
            }

            return row.Expire(Given.Now);
        }, None);

        Assert.Equal(requests.Select(r => (r.Id, r != requests[2])).ToHashSet(), results.Select(r => (r.Key, r.Value)).ToHashSet());
        foreach (var request in requests)
        {
            var row = (await world.Store.FindAsync(request.Id, None))!;
            Assert.Equal((RequestState.Revoking, request == requests[2] ? EndKind.Revoked : EndKind.Expired), (row.State, row.End!.Value));
        }
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_several_memberships_those_are_held_that_nobody_else_holds(Db db)
    {
        await using var world = await World.CreateAsync(db);
        Membership[] all = [.. Enumerable.Range(1, 4).Select(user => new Membership(user, 81878, Privilege.Member))];
        var other = await world.Store.HoldAsync(all[1], None);

        await using (var some = await world.Store.TryHoldAsync(all, None))
        {
            Assert.Equal([all[0], all[2], all[3]], some.Which.OrderBy(m => m.User));
            await using var none = await world.Store.TryHoldAsync([all[0], all[1]], None);
            Assert.Empty(none.Which);
        }

        await other.DisposeAsync();
        await using var free = await world.Store.TryHoldAsync(all, None);
        Assert.Equal(all, free.Which.OrderBy(m => m.User));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task One_membership_is_held_by_one_at_a_time(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var membership = Given.Request().Membership!.Value;
        var (inside, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using (await world.Store.HoldAsync(membership, None))
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));

        Assert.Equal((1, 0), (most, inside));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Two_memberships_are_held_side_by_side(Db db)
    {
        await using var world = await World.CreateAsync(db);

        await using var one = await world.Store.HoldAsync(new Membership(1, 81878, Privilege.Member), None);
        await using var two = await world.Store.HoldAsync(new Membership(1, 81878, Privilege.Admin), None);

        Assert.NotSame(one, two);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Entries_that_belong_to_no_request_are_chained_too(Db db)
    {
        await using var world = await World.CreateAsync(db);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => world.Store.AppendAsync(
            "person/U0RITA", AuditAction.Refused, Given.By(Given.Rita), Given.Now,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["codes"] = $"{i}" }, None))));

        var entries = await world.EntriesAsync("person/U0RITA");
        Assert.Equal(Enumerable.Range(1, 8), entries.Select(e => e.Number));
        Assert.Equal(["", .. entries.SkipLast(1).Select(e => e.Hash)], entries.Select(e => e.PreviousHash));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_OneLogin_user_belongs_to_one_Slack_user(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var people = world.Services.GetRequiredService<IPersonStore>();
        var first = await people.LinkAsync(new Person(Given.Rita, 1001, "rita@example.com", Given.Now), None);

        var claim = await people.LinkAsync(new Person(Given.Ana, 1001, "rita@example.com", Given.Now), None);
        var again = await people.LinkAsync(new Person(Given.Rita, 2002, "other@example.com", Given.Now), None);

        Assert.Equal(1001, first?.OneLoginUser);
        Assert.Null(claim);
        Assert.Equal(1001, again?.OneLoginUser);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_open_of_a_selection_is_found_and_nothing_else(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var one = await world.Store.AddAsync(Given.In(RequestState.Granted, user: 1), None);
        var other = await world.Store.AddAsync(Given.In(RequestState.Requested, Given.Now + TimeSpan.FromSeconds(1), user: 2), None);
        await world.Store.AddAsync(Given.In(RequestState.Revoked, user: 1), None);

        async Task<IEnumerable<RequestId>> OpenAsync(RequestSelection selection) => (await world.Store.OpenAsync(selection, None)).Select(r => r.Id);

        Assert.Equal([one.Id, other.Id], await OpenAsync(new RequestSelection.Everything()));
        Assert.Equal([one.Id], await OpenAsync(new RequestSelection.OfPerson(1)));
        Assert.Equal([one.Id, other.Id], await OpenAsync(new RequestSelection.OfRoles([81878, 5], [])));
        Assert.Empty(await OpenAsync(new RequestSelection.OfRoles([5], [81878])));
        Assert.Equal([one.Id, other.Id], await OpenAsync(new RequestSelection.OfFlows(["production"])));
        Assert.Empty(await OpenAsync(new RequestSelection.OfFlows(["Production access"])));
        Assert.Equal([new OpenKind("production", "Production access", "production-admin", "Production Admin", 81878, Privilege.Member)], await world.Store.OpenKindsAsync(None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_row_that_can_not_be_read_hides_no_other_and_is_not_hidden(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var good = await world.Store.AddAsync(Given.In(RequestState.Granted, user: 1), None);
        var bad = await world.Store.AddAsync(Given.In(RequestState.Granted, user: 2), None);
        await using (var context = await world.Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync())
        {
            await context.Database.ExecuteSqlAsync($"""UPDATE "Requests" SET "State" = 'Unheard' WHERE "OneLoginUser" = 2""");
        }

        var open = await world.Store.OpenAsync(new RequestSelection.Everything(), None);

        Assert.True(open.Single(r => r.Id == good.Id).IsReadable);
        var broken = open.Single(r => r.Id == bad.Id);
        Assert.False(broken.IsReadable);
        Assert.StartsWith("Its row can't be read", broken.Problem, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_person_is_found_by_each_of_their_names(Db db)
    {
        await using var world = await World.CreateAsync(db);
        var people = world.Services.GetRequiredService<IPersonStore>();
        await people.LinkAsync(new Person(Given.Rita, 1001, "Rita@example.com", Given.Now), None);
        await people.LinkAsync(new Person(Given.Ana, 1002, "ana@example.com", Given.Now), None);

        Assert.Equal(Given.Rita, (await people.FindAsync(1001, None))?.SlackUser);
        Assert.Null(await people.FindAsync(1003, None));
        Assert.Equal([Given.Rita], (await people.FindAsync("rita@EXAMPLE.com", None)).Select(p => p.SlackUser));
        Assert.Empty(await people.FindAsync("%@example.com", None));
    }

    [Theory, InlineData(Db.Postgres)]
    public async Task Several_that_start_at_once_migrate_once(Db db)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(db);

        var providers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => database.OpenAsync(new FakeTimeProvider(Given.Now)))));

        foreach (var provider in providers)
        {
            await using var context = await provider.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
            Assert.Empty(await context.Database.GetPendingMigrationsAsync());
            await provider.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_second_process_on_one_file_is_refused_with_what_to_do()
    {
        await using var database = await TestDatabase.CreateAsync(Db.Sqlite);
        await using var first = await database.OpenAsync(new FakeTimeProvider(Given.Now));

        var refused = await Assert.ThrowsAsync<DatabaseStartException>(() => database.OpenAsync(new FakeTimeProvider(Given.Now)));

        Assert.Contains("Database:Provider", refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_model_and_the_migrations_agree(Db db)
    {
        await using var world = await World.CreateAsync(db);
        await using var context = await world.Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly TestDatabase database;

        private World(TestDatabase database, ServiceProvider services) => (this.database, Services) = (database, services);

        public ServiceProvider Services { get; }

        public IRequestStore Store => Services.GetRequiredService<IRequestStore>();

        public static async Task<World> CreateAsync(Db db)
        {
            var empty = await TestDatabase.CreateAsync(db);
            return new World(empty, await empty.OpenAsync(new FakeTimeProvider(Given.Now)));
        }

        public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(string stream)
        {
            await using var context = await Services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
            return await context.AuditEntries.Where(e => e.Stream == stream).OrderBy(e => e.Number).ToListAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Services.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
