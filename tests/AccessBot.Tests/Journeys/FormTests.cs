using System.Text;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Forms with fields of every kind, from the modal to the row, the messages and the audit trail.</summary>
public sealed class FormTests
{
    internal static readonly string Rules =
        $$"""
        version: 1
        admins: [ada@acme.example]
        targets:
          production: { label: Production, oneLoginRole: 81878, privilege: ask, group: Cloud }
          customer-data: { label: Customer Data, oneLoginRole: 31337, group: Data, requesters: [ { slackGroup: S0SRE } ] }
        flows:
          all:
            label: Everything
            header: '*Think* before you ask. <https://wiki.acme.example|How>'
            targets: [production, customer-data]
            durations: [30m, 1h]
            allowUntil: true
            maxDuration: 8h
            reason: { required: false }
            fields:
              - { name: ticket, label: Ticket, required: true, pattern: '^[A-Z]+-[0-9]+$', patternMessage: A ticket looks like OPS-1. }
              - { name: plan, type: text, label: Plan, max: 100 }
              - { name: hosts, type: int, label: Hosts, min: 1, max: 10 }
              - { name: outage, type: bool, label: Outage, required: true }
              - { name: urgency, type: choice, label: Urgency, choices: [low, { value: high, label: Somebody is waiting }], showWhen: { outage: true } }
              - { name: waiting, type: users, label: Waiting, required: true, max: 2, showWhen: { urgency: high } }
              - { name: systems, type: multi-choice, label: Systems, choices: [{{string.Join(", ", Enumerable.Range(1, 250).Select(i => $"{{ value: s{i}, label: System {i} }}"))}}] }
              - { name: owner, type: user, label: Owner }
              - { name: window, type: duration, label: Window, min: 5m, max: 1d }
              - { name: team, default: platform, hidden: true }
            approvers: [ { anyOf: [ { slackGroup: S0SRE } ] } ]
            notify: [ { channel: C0ACCESS } ]
        """;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres), InlineData(Db.Sqlite, Door.Sockets), InlineData(Db.Postgres, Door.Sockets)]
    public async Task Whatever_is_filled_in_reaches_the_row_the_messages_and_the_audit_trail_and_access_ends_at_the_time_that_was_picked(Db db, Door door = Door.Http)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules, door: door);
        var rita = journey.Slack.As(Cast.Rita.SlackId);
        await OpenAsync(journey, Cast.Rita);
        var end = DateTimeOffset.FromUnixTimeSeconds(journey.Now.AddHours(2).ToUnixTimeSeconds());

        rita.Fill(new FormValues { { "target:all", "target", "production" }, { "field.ticket", "field", "ops 1" } });
        await rita.ClickInModalAsync("duration", ["until"]);
        await ShownAsync(journey, Cast.Rita, "until:all");
        await rita.ClickInModalAsync("bool", ["true"]);
        await ShownAsync(journey, Cast.Rita, "field.urgency:all");
        await rita.ClickInModalAsync("choice", ["high"]);
        await ShownAsync(journey, Cast.Rita, "field.waiting");
        var found = await rita.SuggestAsync("choices", "system 24");
        await rita.SubmitAsync(new FormValues
        {
            { "privilege:all", "privilege", "admin" },
            { "until:all", "until", $"{end.ToUnixTimeSeconds()}" },
            { "field.plan", "field", "First look.\nThen <!channel> leap." },
            { "field.hosts", "int", "3" },
            { "field.waiting", "users", Cast.Otto.SlackId, Cast.Mona.SlackId },
            { "field.systems:all", "choices", "s241", "s24" },
            { "field.owner", "user", Cast.Petra.SlackId },
            { "field.window", "length", "90m" },
        });
        Assert.Equal("Ticket: A ticket looks like OPS-1.", Assert.Single(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors).Value);
        await rita.SubmitAsync(new FormValues { { "field.ticket", "field", "OPS-1" } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);

        var request = (await journey.RequestsAsync())[0];
        await journey.ShownAsync(request.Id);
        Assert.Equal(["s24", "s240", "s241", "s242", "s243", "s244", "s245", "s246", "s247", "s248", "s249"], found.Values);
        Assert.Equal((Privilege.Admin, end, end), (request.Privilege, request.Until, request.LapsesAt));
        Assert.Equal("s24\ns241", request.Fields["systems"]);
        foreach (var message in new[] { await journey.ApproversMessageAsync(request.Id), await journey.RequesterMessageAsync(request.Id) })
        {
            Assert.Contains($"*Production*, as admin of the role, until <!date^{end.ToUnixTimeSeconds()}^", message.Text, StringComparison.Ordinal);
            Assert.Contains(
                "Ticket: OPS-1\nPlan:\n>First look.\n>Then &lt;!channel&gt; leap.\nHosts: 3\nOutage: Yes\nUrgency: Somebody is waiting\nWaiting: <@U0OTTO>, <@U0MONA>\n"
                + "Systems: System 24, System 241\nOwner: <@U0PETRA>\nWindow: 1 hour 30 minutes\n",
                message.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("platform", message.Text, StringComparison.Ordinal);
        }

        var submitted = (await journey.AuditAsync(request.Id.ToString())).Single(entry => entry.Action == AuditAction.Submitted).Detail;
        Assert.Contains("\"field.outage\":\"true\"", submitted, StringComparison.Ordinal);
        Assert.Contains("\"field.team\":\"platform\"", submitted, StringComparison.Ordinal);
        Assert.Contains("\"field.waiting\":\"U0OTTO\\nU0MONA\"", submitted, StringComparison.Ordinal);

        await journey.PassAsync(TimeSpan.FromHours(1));
        await journey.ClickAsync(Cast.Ana, request.Id, "approve");
        await journey.ReachesAsync(request.Id, RequestState.Granted);
        Assert.Equal(end, (await journey.RequestAsync(request.Id)).EndsAt);
        Assert.True(journey.OneLogin.Memberships.Holds(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value, RolePrivilege.Admin));
        await journey.PassAsync(TimeSpan.FromHours(1));
        await journey.ReachesAsync(request.Id, RequestState.Expired);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_target_for_some_is_hidden_from_others_and_refused_when_forged_and_when_its_requester_is_one_no_more(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules);
        journey.ExpectedComplaints.Add("given up");
        journey.PossibleComplaints.AddRange(["OneLogin", "not granted yet"]);
        await OpenAsync(journey, Cast.Ben);
        var ben = journey.Slack.As(Cast.Ben.SlackId);
        var form = new FormValues
        {
            { "target:all", "target", "customer-data" }, { "field.ticket", "field", "OPS-1" }, { "field.outage", "bool", "false" },
        };

        // Whose form has it, is taken; the same sent by somebody else is not, though the form in it shows the target.
        await OpenAsync(journey, Cast.Rita);
        Assert.DoesNotContain("Customer Data", journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
        await ben.SubmitAsync(form);
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);
        var sent = journey.Slack.Wire.Deliveries.Last(delivery => delivery.Kind == "view_submission");
        var body = Encoding.UTF8.GetString(sent.Body.Span);
        string[] forgeries =
        [
            body.Replace(Cast.Ben.SlackId, Cast.Rita.SlackId, StringComparison.Ordinal),
            body.Replace("%22value%22%3A%22OPS-1%22", "%22value%22%3A%22%3C!channel%3E%22", StringComparison.Ordinal),
            body.Replace("%22value%22%3A%221800%22", "%22value%22%3A%2286400%22", StringComparison.Ordinal),
        ];
        foreach (var forged in forgeries)
        {
            Assert.NotEqual(body, forged);
            var answer = await journey.Slack.Wire.SendAsync(Encoding.UTF8.GetBytes(forged), SlackWire.Form);
            Assert.Contains("\"errors\"", answer.ReplyBody, StringComparison.Ordinal);
        }

        var request = Assert.Single(await journey.RequestsAsync());
        Assert.Equal(Cast.Ben.SlackId, request.Requester.Value);

        await journey.ShownAsync(request.Id);
        journey.OneLogin.Faults.Inject(OneLoginFault.Unavailable);
        await journey.ClickAsync(Cast.Ana, request.Id, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(request.Id)).State == RequestState.Approved);
        journey.Slack.ChangeGroup(Cast.Responders, group => group with { Members = [Cast.Ana.SlackId] });
        journey.OneLogin.Faults.Clear();
        await journey.ReachesAsync(request.Id, RequestState.Failed);
        Assert.Contains("not among those who may ask for Customer Data", (await journey.RequesterMessageAsync(request.Id)).Text, StringComparison.Ordinal);
        Assert.Empty(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_end_that_passes_before_OneLogin_could_be_told_gives_nothing(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Rules);
        journey.ExpectedComplaints.AddRange(["not granted yet", "given up"]);
        journey.PossibleComplaints.Add("OneLogin");
        await OpenAsync(journey, Cast.Rita);
        var rita = journey.Slack.As(Cast.Rita.SlackId);
        await rita.ClickInModalAsync("duration", ["until"]);
        await ShownAsync(journey, Cast.Rita, "until:all");
        var form = new FormValues { { "target:all", "target", "production" }, { "privilege:all", "privilege", "member" }, { "field.ticket", "field", "OPS-1" }, { "field.outage", "bool", "false" } };
        form.Add("until:all", "until", $"{journey.Now.AddHours(9).ToUnixTimeSeconds()}");
        await rita.SubmitAsync(form);
        var tooFar = journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors["until:all"];
        await rita.SubmitAsync(new FormValues { { "until:all", "until", $"{journey.Now.AddMinutes(-1).ToUnixTimeSeconds()}" } });
        var over = journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors["until:all"];
        await rita.SubmitAsync(new FormValues { { "until:all", "until", $"{journey.Now.AddMinutes(20).ToUnixTimeSeconds()}" } });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1);
        var id = (await journey.RequestsAsync())[0].Id;
        await journey.ShownAsync(id);

        journey.OneLogin.Faults.Inject(OneLoginFault.Unavailable);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HurryUntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        await journey.PassAsync(TimeSpan.FromMinutes(21));
        journey.OneLogin.Faults.Clear();
        await journey.ReachesAsync(id, RequestState.Failed);

        Assert.Contains("at most 8 hours from now", tooFar, StringComparison.Ordinal);
        Assert.Contains("is over. Ask again, with a later one.", over, StringComparison.Ordinal);
        Assert.Contains("is over. Ask again, with a later one.", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Empty(journey.Writes("POST"));
    }

    private static async Task OpenAsync(Journey journey, CastMember who)
    {
        Assert.True((await journey.Slack.As(who.SlackId).CommandAsync("/access")).Acknowledged);
        await ShownAsync(journey, who, "field.ticket");
    }

    private static Task ShownAsync(Journey journey, CastMember who, string block) =>
        journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId)?.Json.GetRawText().Contains($"\"{block}\"", StringComparison.Ordinal) == true, $"the form shows {block}");
}
