using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What is answered in the form, and what can't be asked for.</summary>
public sealed class AskingTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_wrong_in_the_form_is_said_in_its_fields(Db db)
    {
        await using var journey = await Journey.StartAsync(db);

        await journey.SubmitAsync(Cast.Rita, reason: "   short  ", ticket: "ops 1");

        var errors = journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors;
        Assert.Equal(["field.ticket", "reason"], errors.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(await journey.RequestsAsync());
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_wish_that_was_mended_is_taken(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await journey.SubmitAsync(Cast.Rita, reason: "short");

        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues { { "reason", "reason", Journey.Reason } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);

        Assert.Null(journey.Slack.OpenView(Cast.Rita.SlackId));
        Assert.Equal(Journey.Reason, (await journey.RequestsAsync())[0].Reason);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_same_role_is_not_asked_for_twice_at_once(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        await journey.AskAsync(Cast.Rita);

        await journey.SubmitAsync(Cast.Rita, "second-door");

        Assert.Contains("already asked", journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors["target:second-door"], StringComparison.Ordinal);
        Assert.Single(await journey.RequestsAsync());
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Forms_that_are_worked_off_at_the_same_instant_make_one_request(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        RunningBot[] bots = db == Db.Sqlite ? [journey.Bots[0]] : [journey.Bots[0], await journey.StartBotAsync()];

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(nth =>
            Task.Run(() => SendAsync(bots[nth % bots.Length], $"view:V{nth}", journey.Clock.GetUtcNow()))));

        Assert.Single(await journey.RequestsAsync());
        Assert.Single(answers, answer => answer.Request is not null);
        Assert.All(answers.Where(answer => answer.Request is null), answer => Assert.Equal(RefusalCode.AlreadyAsked, Assert.Single(answer.Refusals).Code));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_form_that_is_worked_off_after_one_that_was_sent_later_makes_no_second_request(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var first = journey.Clock.GetUtcNow();
        journey.Clock.Advance(TimeSpan.FromSeconds(5));
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        var late = await SendAsync(journey.Bots[0], "view:VLOST", first);
        var again = await SendAsync(journey.Bots[0], (await journey.RequestAsync(id)).SubmissionKey, first);
        var anew = await SendAsync(journey.Bots[0], "view:VNEW", journey.Clock.GetUtcNow());

        Assert.Contains("counts in its place", Assert.Single(late.Refusals).Sentence, StringComparison.Ordinal);
        Assert.Equal(id, again.Request?.Id);
        Assert.NotNull(anew.Request);
        Assert.Equal(2, (await journey.RequestsAsync()).Count);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Somebody_without_a_OneLogin_account_is_told_what_to_do_and_admins_once(Db db)
    {
        await using var journey = await Journey.StartAsync(db, bots: db == Db.Postgres ? 2 : 1);
        journey.ExpectedComplaints.Add("Alarm identity/U0NILS/unlinked");

        await journey.SubmitAsync(Cast.Nils);
        Assert.Contains("OneLogin has no account", Assert.Single(journey.Slack.OpenView(Cast.Nils.SlackId)!.Errors).Value, StringComparison.Ordinal);
        Assert.Empty(await journey.RequestsAsync());
        Assert.Contains("type: link U0NILS THEIR-ONELOGIN-ID", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);

        // Hours later, by another process where there may be several.
        await journey.PassAsync(TimeSpan.FromHours(2));
        journey.Slack.ConnectTo(journey.Bots[^1].EventsUrl);
        await journey.Slack.As(Cast.Nils.SlackId).CloseModalAsync(all: true);
        await journey.SubmitAsync(Cast.Nils);

        Assert.Single(journey.Slack.OpenView(Cast.Nils.SlackId)!.Errors);
        Assert.Single(journey.Alerts);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_address_that_two_accounts_have_links_nobody(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.Add("Alarm identity/U0RITA/unlinked");
        journey.OneLogin.AddUser(new OneLoginUser { Id = 9999, Email = Cast.Rita.Email.ToUpperInvariant(), Firstname = "Other", Lastname = "Rita" });

        await journey.SubmitAsync(Cast.Rita);

        Assert.Contains("more than one account", Assert.Single(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors).Value, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_suspended_OneLogin_account_gets_nothing(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.OneLogin.ChangeUser(Cast.Rita.OneLoginId!.Value, u => u with { Status = 2 });

        await journey.SubmitAsync(Cast.Rita);

        Assert.Contains("suspended", Assert.Single(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors).Value, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_guest_is_told_so_instead_of_a_form(Db db)
    {
        await using var journey = await Journey.StartAsync(db);

        await journey.Slack.As(Cast.Gus.SlackId).CommandAsync("/access");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Gus.SlackId)?.Json.GetRawText().Contains("Guests", StringComparison.Ordinal) == true);

        Assert.DoesNotContain("\"input\"", journey.Slack.OpenView(Cast.Gus.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_form_opens_and_a_wish_is_taken_in_time_however_slow_OneLogin_is_and_the_refusal_comes_later(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["could not be judged in time", "Alarm identity/U0NILS/unlinked"]);
        journey.OneLogin.Faults.Inject(OneLoginFault.Slow(TimeSpan.FromSeconds(5)));

        var delivery = await journey.SubmitAsync(Cast.Nils);
        journey.Haste = 10;
        await journey.UntilAsync(() => journey.Slack.DirectMessages(Cast.Nils.SlackId).Any(m => m.Text.Contains("OneLogin has no account", StringComparison.Ordinal)));

        Assert.True(delivery.Acknowledged);
        Assert.False(delivery.TimedOut);
        Assert.Null(journey.Slack.OpenView(Cast.Nils.SlackId));
        Assert.Empty(await journey.RequestsAsync());
        Assert.Contains(await journey.AuditAsync($"person/{Cast.Nils.SlackId}"), e => e.Action == AuditAction.Refused);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Hostile_text_is_kept_whole_and_shown_harmless(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var hostile = string.Concat("<!channel> *bold* <https://evil.example|click> & ", string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦é", 200)));

        await journey.SubmitAsync(Cast.Rita, reason: hostile);
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);
        var request = (await journey.RequestsAsync())[0];
        await journey.ShownAsync(request.Id);

        Assert.Equal(hostile, request.Reason);
        var shown = (await journey.ApproversMessageAsync(request.Id)).Blocks.GetRawText();
        Assert.DoesNotContain("<!channel>", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<https://evil", shown, StringComparison.Ordinal);
    }

    private static Task<(Request? Request, IReadOnlyList<Refusal> Refusals)> SendAsync(RunningBot bot, string submissionKey, DateTimeOffset sentAt) =>
        bot.Services.GetRequiredService<SubmitRequest>().SubmitAsync(
            submissionKey, SlackUserId.Parse(Cast.Rita.SlackId),
            new Wish("production", "production-admin", TimeSpan.FromMinutes(30), Journey.Reason, new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "OPS-1" }),
            sentAt, "modal", CancellationToken.None);
}
