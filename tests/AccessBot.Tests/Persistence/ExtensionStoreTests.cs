using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Persistence;
using AccessBot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Persistence;

/// <summary>A grant and what asks for more time of it are saved together, and no question about access takes the one for the other.</summary>
public sealed class ExtensionStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(30);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_approval_and_the_new_end_are_one_save(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var granted = await store.AddAsync(Given.In(RequestState.Granted), None);
        var more = await store.AddAsync(Ask(granted, "view:V2"), None);

        await store.ChangeWithGrantAsync(more.Id, (request, grant) => Task.FromResult(Approve(request, grant!)), None);
        var thrown = await Record.ExceptionAsync(() => store.ChangeWithGrantAsync<bool>(more.Id, (request, grant) =>
        {
            grant!.Extend(grant.EndsAt!.Value + Half, null, request.Id, Given.By(Given.Ana), Given.Now);
            throw new InvalidOperationException();
        }, None));

        Assert.IsType<InvalidOperationException>(thrown);
        var (after, closed) = ((await store.FindAsync(granted.Id, None))!, (await store.FindAsync(more.Id, None))!);
        Assert.Equal((granted.EndsAt + Half, 1, RequestState.Granted), (after.EndsAt, after.Extensions, after.State));
        Assert.Equal((RequestState.Approved, true, granted.Id, Half), (closed.State, closed.IsClosed, closed.Extends!.Value, closed.ExtendsBy!.Value));
        Assert.Equal(more.Id, Assert.Single(await store.ExtensionsAsync(granted.Id, None)).Id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_end_that_begins_meanwhile_is_seen_and_nothing_is_half_done(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var granted = await store.AddAsync(Given.In(RequestState.Granted), None);
        var more = await store.AddAsync(Ask(granted, "view:V2"), None);
        var tries = 0;

        var refusal = await store.ChangeWithGrantAsync(more.Id, async (request, grant) =>
        {
            if (tries++ == 0)
            {
                await store.ChangeAsync(granted.Id, row => Task.FromResult(row.Revoke(Given.By(Given.Ben), Given.Now)), None);
            }

            return grant!.WhyNotExtend(Given.Now) ?? Approve(request, grant);
        }, None);

        Assert.Equal((RefusalCode.TooLateToExtend, 2), (refusal!.Code, tries));
        var (after, open) = ((await store.FindAsync(granted.Id, None))!, (await store.FindAsync(more.Id, None))!);
        Assert.Equal((RequestState.Revoking, granted.EndsAt, 0), (after.State, after.EndsAt, after.Extensions));
        Assert.Equal((RequestState.Requested, 0), (open.State, open.Decisions.Count));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Of_many_at_once_with_one_submission_one_extends(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var granted = await store.AddAsync(Given.In(RequestState.Granted), None);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.ChangeAndAddAsync(granted.Id, row =>
        {
            var extension = Ask(row, "view:V2", new Ruling.Approved());
            return (extension, row.Extend(extension.NewEndOf(row), remindBefore: null, extension.Id, Given.By(Given.Rita), Given.Now));
        }, None))));

        Assert.Single(made.Select(one => one.Added!.Id).Distinct());
        var after = (await store.FindAsync(granted.Id, None))!;
        Assert.Equal((1, granted.EndsAt + Half), (after.Extensions, after.EndsAt));
        await using var context = await services.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync(None);
        Assert.Single(await context.AuditEntries.Where(entry => entry.Action == AuditAction.Extended).ToListAsync(None));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task No_question_about_access_finds_what_asks_for_more_time(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var (store, overdue) = (services.GetRequiredService<IRequestStore>(), services.GetRequiredService<IOverdueRequests>());
        var granted = await store.AddAsync(Given.In(RequestState.Granted), None);
        var more = await store.AddAsync(Ask(granted, "view:V2"), None);
        var later = Given.Now.AddYears(1);

        Assert.Equal([granted.Id], (await store.DueRevocationsAsync(later, most: 100, None)).Select(due => due.Request));
        Assert.Equal([granted.Id], (await store.OpenAsync(granted.Membership!.Value, None)).Select(row => row.Id));
        Assert.Equal([granted.Id], (await store.AskedAsync(granted.Membership!.Value, Given.Now, None)).Select(row => row.Id));
        Assert.Equal([(granted.Role, granted.Privilege)], await store.OpenRolesAsync(None));
        Assert.Empty(await store.AskedAsync(Given.Rita, granted.Flow, Given.Now, None));
        Assert.Single(await store.GrantsAsync(Given.Rita, granted.Target, DateTimeOffset.MinValue, but: null, most: 10, None));
        Assert.Equal(1, await overdue.LiveGrantsAsync(None));
        Assert.Contains(await store.OpenAsync(new RequestSelection.OfPerson(granted.OneLoginUser, Given.Rita), None), row => row.Id == more.Id);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_asks_for_more_of_what_has_ended_is_due_and_a_reminder_when_it_is_time(Db db)
    {
        await using var database = await TestDatabase.CreateAsync(db);
        await using var services = await database.OpenAsync(new FakeTimeProvider(Given.Now));
        var store = services.GetRequiredService<IRequestStore>();
        var granted = Given.Request(duration: Half);
        granted.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now);
        granted.BeginGrant(hadRoleBefore: false, Given.Now);
        granted.ConfirmGrant("r-1", Given.Now, remindBefore: Half / 2);
        await store.AddAsync(granted, None);
        var more = await store.AddAsync(Ask(granted, "view:V2"), None);

        Assert.DoesNotContain(await DueAsync(Given.Now.AddMinutes(14)), due => due.Errand is Errand.Lapse or Errand.RemindOfEnd);
        Assert.Contains(await DueAsync(Given.Now.AddMinutes(16)), due => (due.Errand, due.Request) == (Errand.RemindOfEnd, granted.Id));
        await store.ChangeAsync(granted.Id, row => Task.FromResult(row.Revoke(Given.By(Given.Ben), Given.Now)), None);
        var after = await DueAsync(Given.Now.AddMinutes(16));
        Assert.Contains(after, due => (due.Errand, due.Request) == (Errand.Lapse, more.Id));
        Assert.DoesNotContain(after, due => due.Errand == Errand.RemindOfEnd);

        Task<IReadOnlyList<DueErrand>> DueAsync(DateTimeOffset at) => store.DueAsync(at, impatient: false, most: 100, None);
    }

    private static Refusal? Approve(Request request, Request granted) =>
        request.Approve(Given.By(Given.Ana), new Ruling.Approved(), Given.Now)
        ?? granted.Extend(request.NewEndOf(granted), remindBefore: null, request.Id, Given.By(Given.Ana), Given.Now);

    private static Request Ask(Request granted, string submission, Ruling? ruling = null) => Request.AskForMore(
        RequestId.New(Given.Now), submission, granted, Half, Given.Flow, granted.WishForMore(granted.GrantedFor!.Value + Half, "it takes longer", mustBeApproved: false),
        ruling ?? Given.Needs(1), Given.By(Given.Rita), Given.Now, first: null);
}
