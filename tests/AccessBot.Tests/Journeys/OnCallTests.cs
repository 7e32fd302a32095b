using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Whoever is on call asks and approves, and others do while it can't be told who that is.</summary>
public sealed class OnCallTests
{
    private const string Rules = """
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878 }
        flows:
          production:
            label: Production access
            targets: [production-admin]
            durations: [30m]
            reason: { required: true }
            requesters: [ { onCall: { pagerDutySchedule: PPRIMARY } }, { user: U0BEN } ]
            approvers:
              - { anyOf: [ { onCall: { opsgenieSchedule: Front desk } }, { slackGroup: S0SRE } ] }
            notify: [ { channel: C0ACCESS } ]
        """;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_service_being_away_leaves_it_to_people_is_told_and_lets_nobody_in(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules, before: (_, sandbox) =>
        {
            // By another spelling than Slack's.
            sandbox.PagerDuty.Schedules["PPRIMARY"] = ["RITA@Acme.Example"];
            sandbox.Opsgenie.SetSchedule(Guid.NewGuid(), "Front desk", Cast.Otto.Email);
            return Task.CompletedTask;
        });
        journey.ExpectedComplaints.AddRange(["Alarm on-call/opsgenie: Opsgenie does not say who is on call; 1 since", "Alarm on-call/pagerduty"]);

        // Otto is on call and approves; Petra is nothing.
        var first = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Petra, first, "approve");
        await journey.ToldAsync(Cast.Petra, "not an approver");
        await journey.ClickAsync(Cast.Otto, first, "approve");
        await journey.ReachesAsync(first, RequestState.Granted);

        var second = await journey.AskAsync(Cast.Ben);
        (journey.Sandbox.PagerDuty.FailsWith, journey.Sandbox.Opsgenie.FailsWith) = (503, 0);
        await journey.PassAsync(TimeSpan.FromSeconds(31));
        await journey.ClickAsync(Cast.Otto, second, "approve");
        await journey.ToldAsync(Cast.Otto, "Who is on call can't be told at the moment");
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(second)).State);
        await journey.SubmitAsync(Cast.Rita);
        Assert.Contains("Who is on call can't be told", Assert.Single(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors).Value, StringComparison.Ordinal);
        await journey.Bot.ReconcileAsync();
        Assert.Equal(2, journey.Alerts.Count);
        Assert.Contains(journey.Alerts, alarm => alarm.Text.Contains("those on call by the Opsgenie schedule Front desk: Opsgenie can't be reached.", StringComparison.Ordinal));

        // Ana needs no service to be an approver.
        await journey.ClickAsync(Cast.Ana, second, "approve");
        await journey.ReachesAsync(second, RequestState.Granted);

        (journey.Sandbox.PagerDuty.FailsWith, journey.Sandbox.Opsgenie.FailsWith) = (null, null);
        await journey.PassAsync(TimeSpan.FromSeconds(31));
        await journey.Bot.ReconcileAsync();
        Assert.All(journey.Alerts, alarm => Assert.StartsWith("*Over: ", alarm.Text, StringComparison.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_approval_of_who_was_on_call_is_given_by_what_was_known_minutes_before(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules, before: (_, sandbox) =>
        {
            sandbox.PagerDuty.Schedules["PPRIMARY"] = [Cast.Rita.Email];
            sandbox.Opsgenie.SetSchedule(Guid.NewGuid(), "Front desk", Cast.Otto.Email);
            return Task.CompletedTask;
        });
        journey.ExpectedComplaints.AddRange(["not granted yet", "OneLogin"]);
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "POST", "/api/2/roles/*/users");

        await journey.ClickAsync(Cast.Otto, id, "approve");
        journey.Haste = 10;
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        (journey.Sandbox.PagerDuty.FailsWith, journey.Sandbox.Opsgenie.FailsWith) = (500, 500);
        journey.OneLogin.Faults.Clear();
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }
}
