using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

/// <summary>Every question about memberships leaves the rows alone that are for an approval only.</summary>
public sealed class ApprovalOnlyStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RequestState[] States = [RequestState.Requested, RequestState.Approved, RequestState.Denied, RequestState.Cancelled, RequestState.Lapsed];

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task No_question_about_access_finds_one_in_whatever_state(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var (store, overdue) = (services.GetRequiredService<IRequestStore>(), services.GetRequiredService<IOverdueRequests>());
        foreach (var state in States)
        {
            await store.AddAsync(Given.ApprovalOnlyIn(state, Given.Now.AddHours(-7)), None);
        }

        var member = new Membership(Request.NoOneLoginUser, Request.NoRole, Privilege.Member);
        var later = Given.Now.AddYears(1);

        Assert.Empty(await store.DueRevocationsAsync(later, most: 100, None));
        Assert.Empty(await store.OpenRolesAsync(None));
        Assert.Empty(await store.LastEndedAsync(Request.NoRole, Privilege.Member, [Request.NoOneLoginUser], None));
        Assert.Empty(await store.GrantsAsync(Given.Rita, "", DateTimeOffset.MinValue, but: null, most: 10, None));
        Assert.All(await store.OpenAsync(member, None), request => Assert.False(request.MayHold || request.IsLive(Given.Now)));
        Assert.Empty(await overdue.CountAsync(later, None));
        Assert.Empty(await overdue.UntriedAsync(later, later, most: 100, None));
        Assert.Equal(0, await overdue.LiveGrantsAsync(None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_what_is_due_there_is_its_lapse_and_its_messages_and_never_a_grant(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var waiting = await store.AddAsync(Given.ApprovalOnly(at: Given.Now.AddHours(-9)), None);
        var approved = await store.AddAsync(Given.ApprovalOnlyIn(RequestState.Approved, Given.Now.AddHours(-9)), None);

        var due = await store.DueAsync(Given.Now, impatient: true, most: 100, None);

        Assert.DoesNotContain(due, errand => errand.Errand is Errand.Grant or Errand.Revoke);
        Assert.Equal([waiting.Id], due.Where(errand => errand.Errand == Errand.Lapse).Select(errand => errand.Request));
        Assert.Equal(
            new[] { waiting.Id, approved.Id }.ToHashSet(), due.Where(errand => errand.Errand == Errand.Announce).Select(errand => errand.Request).ToHashSet());
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_has_asked_already_is_told_by_person_and_flow(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var open = await store.AddAsync(Given.ApprovalOnly(at: Given.Now.AddHours(-1)), None);
        await store.AddAsync(Given.ApprovalOnlyIn(RequestState.Approved, Given.Now.AddHours(-3)), None);
        var recent = await store.AddAsync(Given.ApprovalOnlyIn(RequestState.Approved, Given.Now), None);
        await store.AddAsync(Given.ApprovalOnly(by: Given.Ben), None);
        await store.AddAsync(Given.ApprovalOnly(flow: "thaw"), None);

        // Somebody whose flow had targets when they asked: another kind of wish.
        await store.AddAsync(Given.Request(), None);

        Assert.Equal(new[] { open.Id, recent.Id }.ToHashSet(), (await AskedAsync(Given.Rita, "freeze")).ToHashSet());
        Assert.Empty(await AskedAsync(Given.Rita, "production"));
        Assert.Empty(await AskedAsync(Given.Ana, "freeze"));

        async Task<IEnumerable<RequestId>> AskedAsync(SlackUserId who, string flow) =>
            (await store.AskedAsync(who, flow, Given.Now, None)).Select(request => request.Id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task It_is_selected_by_flow_by_person_and_with_everything_and_never_by_role(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var rita = await store.AddAsync(Given.ApprovalOnly(user: 1001), None);
        var nils = await store.AddAsync(Given.ApprovalOnly(by: Given.Ben), None);
        await store.AddAsync(Given.ApprovalOnlyIn(RequestState.Approved), None);
        var access = await store.AddAsync(Given.Request(), None);

        Assert.Equal(new[] { rita.Id, nils.Id, access.Id }.ToHashSet(), await SelectAsync(new RequestSelection.Everything()));
        Assert.Equal(new[] { rita.Id, nils.Id }.ToHashSet(), await SelectAsync(new RequestSelection.OfFlows(["freeze"])));
        Assert.Equal(new[] { rita.Id, access.Id }.ToHashSet(), await SelectAsync(new RequestSelection.OfPerson(1001, Given.Rita)));
        Assert.Equal([nils.Id], await SelectAsync(new RequestSelection.OfPerson(OneLoginUser: null, Given.Ben)));
        Assert.Equal([nils.Id], await SelectAsync(new RequestSelection.OfPerson(1003, Given.Ben)));
        Assert.Equal([access.Id], await SelectAsync(new RequestSelection.OfRoles([81878], [81878])));
        Assert.Contains(await store.OpenKindsAsync(None), kind => kind is { Flow: "freeze", Role: Request.NoRole });

        async Task<IReadOnlySet<RequestId>> SelectAsync(RequestSelection selection) => (await store.OpenAsync(selection, None)).Select(open => open.Id).ToHashSet();
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_its_rules_have_approved_is_counted(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var rule = new AutoRule("small", new Condition(), "A small change");
        var mine = await store.AddAsync(Given.ApprovalOnly(rule: rule), None);
        await store.AddAsync(Given.ApprovalOnly(rule: rule, by: Given.Ben), None);

        Assert.Equal((RequestState.Approved, Given.Now, true, null), (mine.State, mine.ClosedAt, mine.IsApprovalOnly, mine.Membership));
        Assert.Equal(1, await store.UsesAsync("freeze", "small", Given.Rita, Given.Now.AddDays(-1), but: null, None));
        Assert.Equal(2, await store.UsesAsync("freeze", "small", requester: null, Given.Now.AddDays(-1), but: null, None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task One_person_asks_in_one_flow_at_a_time_and_holds_up_no_other(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var first = await store.HoldAskingAsync(Given.Rita, "freeze", None);

        await using (await store.HoldAskingAsync(Given.Ben, "freeze", None))
        await using (await store.HoldAskingAsync(Given.Rita, "thaw", None))
        {
            var second = store.HoldAskingAsync(Given.Rita, "freeze", None);
            Assert.False(second.IsCompleted);
            await first.DisposeAsync();
            await using var held = await second;
        }
    }
}
