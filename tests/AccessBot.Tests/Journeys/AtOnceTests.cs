using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>What the rules decide at once, from the form to OneLogin.</summary>
public sealed class AtOnceTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Approved_by_a_rule_it_is_granted_with_no_click_and_taken_away_on_time(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules("""
            autoApprove: [ { name: short, when: { durationAtMost: 30m }, because: Short enough } ]
            """));

        var id = await AskAsync(journey);
        await journey.ReachesAsync(id, RequestState.Granted);
        var granted = await journey.RequestAsync(id);
        Assert.True(journey.Holds(Cast.Rita));
        Assert.Contains("at once by the access rules: Short enough.", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        await journey.PassAsync(TimeSpan.FromMinutes(30));
        await journey.ReachesAsync(id, RequestState.Expired);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.Empty(granted.Decisions);
        var audit = await journey.AuditAsync(id.ToString());
        Assert.Equal(
            [AuditAction.Submitted, AuditAction.Approved, AuditAction.GrantStarted, AuditAction.Granted, AuditAction.EndDue, AuditAction.Ended],
            audit.Select(entry => entry.Action));
        Assert.Contains("\"rule\":\"short\"", audit[1].Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_used_up_needs_people_also_after_a_restart(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules("""
            autoApprove: [ { name: rare, when: { requesterIn: [everyone] }, because: Once a day, limit: { uses: 1, in: 1d } } ]
            """));

        await journey.ReachesAsync(await AskAsync(journey), RequestState.Granted);
        await journey.RestartAsync();
        var second = await AskAsync(journey);
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(second)).State);
        await journey.ClickAsync(Cast.Ana, second, "approve");
        await journey.ReachesAsync(second, RequestState.Granted);
        await journey.PassAsync(TimeSpan.FromDays(1));
        await journey.ReachesAsync(second, RequestState.Expired);
        await journey.ReachesAsync(await AskAsync(journey), RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_deny_is_said_in_the_form_and_beats_approvals_that_have_not_granted_yet(Db db)
    {
        // The clock of journeys begins on a Monday at nine.
        await using var journey = await Journey.StartAsync(db, rules: Rules("""
            autoDeny: [ { when: { hours: { days: [mon], from: '10:00', to: '12:00', zone: UTC } }, because: Deployments run from ten to twelve. } ]
            """));
        journey.ExpectedComplaints.AddRange(["not granted yet", "given up"]);
        var id = await AskAsync(journey);
        var approvedLate = await AskAsync(journey, Cast.Otto);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "GET", "/api/2/users/1006");
        await journey.ClickAsync(Cast.Ben, approvedLate, "approve");
        await journey.HurryUntilAsync(async () => (await journey.RequestAsync(approvedLate)).Attempts > 0);
        await journey.PassAsync(TimeSpan.FromHours(1));
        journey.OneLogin.Faults.Clear();

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "Deployments run from ten to twelve.");
        await journey.ReachesAsync(approvedLate, RequestState.Failed);
        await journey.SubmitAsync(Cast.Mona, "second-door", duration: "1800", ticket: null);

        Assert.Contains(journey.Slack.OpenView(Cast.Mona.SlackId)!.Errors.Values, error => error.Contains("Deployments run from ten to twelve.", StringComparison.Ordinal));
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
        Assert.Empty(journey.Writes("POST"));
    }

    private static Task<RequestId> AskAsync(Journey journey, CastMember? who = null) => journey.AskAsync(who ?? Cast.Rita, "second-door");

    /// <summary>The usual rules, with a key more in one of the flows.</summary>
    private static string Rules(string key) => JourneyRules.Usual.Replace(
        "    label: Second door\n", $"    label: Second door\n    {key.TrimEnd()}\n", StringComparison.Ordinal);
}
