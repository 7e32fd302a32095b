using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Requests that would only wait for nobody, and rules that change while one waits.</summary>
public sealed class NobodyToApproveTests
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
            durations: [30m, 1h]
            reason: { required: true }
            approvers:
              - { anyOf: [ { user: gone@acme.example }, { slackGroup: S0SRE } ] }
            notify: [ { channel: C0ACCESS } ]
        """;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_group_without_anybody_who_can_refuses_the_form_and_one_missing_approver_is_told_once(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules);
        journey.ExpectedComplaints.Add("Alarm approvers-missing/production: The access rules name approvers of flow production whom Slack does not have");
        journey.Slack.ChangeGroup(Cast.Responders, group => group with { Members = [Cast.Rita.SlackId] });

        await journey.SubmitAsync(Cast.Rita);
        var error = Assert.Single(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors);
        Assert.Equal("flow", error.Key);
        Assert.Contains("needs an approval by gone@acme.example or the Slack group S0SRE, and there is nobody now who could give one", error.Value, StringComparison.Ordinal);
        Assert.Empty(await journey.RequestsAsync());

        await journey.Slack.As(Cast.Rita.SlackId).CloseModalAsync(all: true);
        journey.Slack.ChangeGroup(Cast.Responders, group => group with { Members = [Cast.Rita.SlackId, Cast.Ana.SlackId] });
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);
        id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Contains("Production access: gone@acme.example", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_rules_of_today_decide_on_what_was_asked_by_those_of_yesterday(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var inForce = journey.Bot.Services.GetRequiredService<RulesInForce>();
        var asked = inForce.Current;
        var id = await journey.AskAsync(Cast.Rita);

        // Raised: one is not enough any more.
        inForce.Current = With(asked, flow => flow with { Approvers = [flow.Approvers[0] with { Count = 2 }] });
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "1 of 2");

        // Shortened: what was asked for is not given for so long any more.
        inForce.Current = With(inForce.Current, flow => flow with { Durations = [TimeSpan.FromMinutes(5)] });
        await journey.ClickAsync(Cast.Ben, id, "approve");
        await journey.ToldAsync(Cast.Ben, "isn't given for that long");
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);

        // Narrowed: neither is it approved, nor does a form that was made up get by.
        inForce.Current = With(asked, flow => flow with { Requesters = [new Principal.Admins()] });
        await journey.ClickAsync(Cast.Ben, id, "approve");
        await journey.ToldAsync(Cast.Ben, "To its requester they say: You are not among those who may ask");
        var (made, refusals) = await journey.Bot.Services.GetRequiredService<SubmitRequest>().SubmitAsync(
            "view:VFORGED", SlackUserId.Parse(Cast.Petra.SlackId), (await journey.RequestAsync(id)).Wish, journey.Now, "modal", CancellationToken.None);
        Assert.Equal((null, RefusalCode.NotARequester), (made, Assert.Single(refusals).Code));

        // Lowered: who has approved may say so again, and that is enough.
        inForce.Current = asked;
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.Equal(Cast.Ana.SlackId, Assert.Single((await journey.RequestAsync(id)).Decisions).Approver.Value);
    }

    private static AccessRules With(AccessRules rules, Func<Flow, Flow> change) =>
        rules with { Flows = [.. rules.Flows.Select(flow => flow.Key == "production" ? change(flow) : flow)] };
}
