using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Rules in C#, compiled and asked at every step, from the form to OneLogin. What each says stands in the rules' own store, where the test puts it.</summary>
public sealed class CodeRulesTests
{
    private const string Yaml = """
        version: 1
        rulesFolder: rules
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878 }
          customer-data: { label: Customer Data Reader, oneLoginRole: 31337, within: production-admin }
        flows:
          production:
            label: Production access
            targets: [production-admin, customer-data]
            durations: [30m, 1h]
            reason: { required: true }
            rules: [Script]
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ] }
            notify: [ { channel: C0ACCESS } ]
          named:
            label: Named access
            targets: [customer-data]
            durations: [30m]
            reason: { required: true }
            fields:
              - { name: ticket, label: Ticket, type: choice, choicesFrom: Script, required: true }
            requesters: [ { rule: Script } ]
            approvers:
              - { anyOf: [ { allOf: [ { slackGroup: S0SRE }, { noneOf: [ { rule: Script } ] } ] } ] }
            notify: [ { channel: C0ACCESS } ]
        """;

    private const string Code = """
        using AccessBot.Core.Rules;
        using AccessBot.Core.Rules.Code;

        public sealed class Script : AccessRule
        {
            public override async ValueTask<bool> NamesAsync(RulePerson person, RuleContext context, CancellationToken cancel) =>
                (await SaidAsync("Names", context, cancel)).Contains(person.SlackUser);

            public override async ValueTask<bool> ShowsAsync(RuleContext context, CancellationToken cancel) => await SaidAsync("Shows", context, cancel) != "no";

            public override async ValueTask<IReadOnlyList<Choice>> ChoicesAsync(string field, RuleContext context, CancellationToken cancel) =>
                [.. (await SaidAsync("Choices", context, cancel)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => new Choice(value, $"The {value} of {context.Actor!.Name}"))];

            public override async ValueTask<SubmitAnswer> BeforeSubmitAsync(RuleContext context, CancellationToken cancel) => await SaidAsync("Submit", context, cancel) switch
            {
                "approve" => SubmitAnswer.Approve("The script says so."),
                "deny" => SubmitAnswer.Deny("Not on a Monday"),
                "less" => SubmitAnswer.Change(TimeSpan.FromMinutes(10), "customer-data"),
                "more" => SubmitAnswer.Change(TimeSpan.FromDays(1)),
                _ => SubmitAnswer.GoOn,
            };

            public override async ValueTask<ApproveAnswer> BeforeApproveAsync(RuleContext context, CancellationToken cancel) => await SaidAsync("Approve", context, cancel) switch
            {
                "ignore" => ApproveAnswer.Ignore("Read the ticket first"),
                "deny" => ApproveAnswer.Deny("The ticket is closed"),
                _ => ApproveAnswer.GoOn,
            };

            public override async ValueTask<ClickAnswer> BeforeDenyAsync(RuleContext context, CancellationToken cancel) => await SaidAsync("Deny", context, cancel) switch
            {
                "ignore" => ClickAnswer.Ignore("Ask them first"),
                _ => ClickAnswer.GoOn,
            };

            public override async ValueTask<ClickAnswer> BeforeCancelAsync(RuleContext context, CancellationToken cancel) => await SaidAsync("Cancel", context, cancel) switch
            {
                "ignore" => ClickAnswer.Ignore("Somebody is at it"),
                _ => ClickAnswer.GoOn,
            };

            public override async ValueTask<GrantAnswer> BeforeGrantAsync(RuleContext context, CancellationToken cancel) => await SaidAsync("Grant", context, cancel) switch
            {
                "deny" => GrantAnswer.Deny("The ticket was closed meanwhile"),
                _ => GrantAnswer.GoOn,
            };

            private static async ValueTask<string> SaidAsync(string what, RuleContext context, CancellationToken cancel) => await context.Store.FetchAsync($"script.{what}", cancel) switch
            {
                "throw" => throw new InvalidOperationException("told to"),
                var said => said ?? "",
            };
        }
        """;

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal) { ["Script.cs"] = Code };

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_a_rule_approves_is_granted_with_no_click_and_only_if_it_still_does(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Yaml, code: Files);
        journey.ExpectedComplaints.Add("given up");
        await SayAsync(journey, "Submit", "approve");

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ReachesAsync(id, RequestState.Granted);
        journey.ExpectedComplaints.Add("is not granted yet");
        Assert.Contains("at once by the access rules: The script says so.", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Equal(("Script", 0), ((await journey.RequestAsync(id)).AutoRule, (await journey.RequestAsync(id)).Decisions.Count));

        await SayAsync(journey, "Grant", "throw");
        journey.ExpectedComplaints.AddRange(["The rule Script in C# failed at BeforeGrantAsync: InvalidOperationException in ", "Alarm rule-code/Script: The rule Script in C# failed"]);
        var second = await journey.AskAsync(Cast.Otto);
        await journey.UntilAsync(async () => (await journey.RequestAsync(second)).Problem?.StartsWith("The rule Script in C# failed.", StringComparison.Ordinal) == true, "it waits");
        Assert.Contains("/rules/Script.cs:", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("told to", journey.Alerts[0].Text, StringComparison.Ordinal);
        await SayAsync(journey, "Grant", "");
        await SayAsync(journey, "Submit", "");
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.ReachesAsync(second, RequestState.Failed);

        Assert.Contains("The rule Script, which approved it, does so no more.", (await journey.RequestAsync(second)).Problem, StringComparison.Ordinal);
        Assert.False(journey.Holds(Cast.Otto));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_rule_refuses_the_form_or_leaves_less_of_it_and_never_more(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Yaml, code: Files);
        journey.ExpectedComplaints.AddRange(["BeforeSubmitAsync: it changes what is asked for", "Alarm rule-code/Script"]);

        await SayAsync(journey, "Submit", "deny");
        await journey.SubmitAsync(Cast.Rita);
        Assert.Contains("refuse this now: Not on a Monday.", Error(journey), StringComparison.Ordinal);
        await SayAsync(journey, "Submit", "more");
        await AgainAsync(journey);
        Assert.Contains("A rule of Production access failed", Error(journey), StringComparison.Ordinal);
        await SayAsync(journey, "Submit", "");
        await SayAsync(journey, "Shows", "no");
        await AgainAsync(journey);
        Assert.Contains("You are not among those who may ask for Production access", Error(journey), StringComparison.Ordinal);
        await SayAsync(journey, "Shows", "");
        await SayAsync(journey, "Submit", "less");
        Assert.True((await AgainAsync(journey)).Acknowledged);
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1, "the request is made");

        var request = (await journey.RequestsAsync())[0];
        Assert.Equal(("customer-data", 31337L, TimeSpan.FromMinutes(10)), (request.Target, request.Role, request.Duration));
        await journey.ShownAsync(request.Id);
        await journey.ClickAsync(Cast.Ana, request.Id, "approve");
        await journey.ReachesAsync(request.Id, RequestState.Granted);
        Assert.Equal((false, true), (journey.Holds(Cast.Rita), journey.Holds(Cast.Rita, 31337)));
        await journey.PassAsync(TimeSpan.FromMinutes(10));
        await journey.ReachesAsync(request.Id, RequestState.Expired);
        Assert.Contains("\"lessenedBy\":\"Script\"", (await journey.AuditAsync(request.Id.ToString()))[0].Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Rules_have_a_say_in_clicks_and_one_that_fails_lets_nobody_in_and_keeps_nobody_from_denying(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Yaml, code: Files);
        journey.ExpectedComplaints.AddRange(["failed at BeforeApproveAsync", "failed at BeforeDenyAsync", "failed at BeforeCancelAsync", "Alarm rule-code/Script"]);
        var (first, second, third) = (await journey.AskAsync(Cast.Rita), await journey.AskAsync(Cast.Otto), await journey.AskAsync(Cast.Mona));

        await SayAsync(journey, "Approve", "ignore");
        await journey.ClickAsync(Cast.Ana, first, "approve");
        await journey.ToldAsync(Cast.Ana, "A rule keeps this from counting: Read the ticket first.");
        await SayAsync(journey, "Approve", "throw");
        await journey.ClickAsync(Cast.Ana, first, "approve");
        await journey.ToldAsync(Cast.Ana, "A rule of Production access failed");
        Assert.Equal((RequestState.Requested, 0), ((await journey.RequestAsync(first)).State, (await journey.RequestAsync(first)).Decisions.Count));
        await SayAsync(journey, "Deny", "ignore");
        await journey.ClickAsync(Cast.Ana, first, "deny");
        await journey.ToldAsync(Cast.Ana, "A rule keeps this from counting: Ask them first.");
        await SayAsync(journey, "Cancel", "ignore");
        await CancelAsync(journey, Cast.Rita, first);
        await journey.ToldAsync(Cast.Rita, "A rule keeps this from counting: Somebody is at it.");

        await SayAsync(journey, "Approve", "deny");
        await journey.ClickAsync(Cast.Ana, first, "approve");
        await journey.ToldAsync(Cast.Ana, "The rule Script denied this request: The ticket is closed.");
        await journey.ReachesAsync(first, RequestState.Denied);
        Assert.Contains("Denied by the rule Script", (await journey.RequesterMessageAsync(first)).Text, StringComparison.Ordinal);
        Assert.Contains("The ticket is closed.", (await journey.RequesterMessageAsync(first)).Text, StringComparison.Ordinal);

        await SayAsync(journey, "Deny", "throw");
        await journey.ClickAsync(Cast.Ana, second, "deny");
        await journey.ReachesAsync(second, RequestState.Denied);
        await SayAsync(journey, "Cancel", "throw");
        await CancelAsync(journey, Cast.Mona, third);
        await journey.ReachesAsync(third, RequestState.Cancelled);

        var audit = await journey.AuditAsync(first.ToString());
        Assert.Equal([AuditAction.Submitted, AuditAction.Refused, AuditAction.Refused, AuditAction.Refused, AuditAction.Refused, AuditAction.Denied], audit.Select(entry => entry.Action));
        Assert.Equal("accessbot", audit[^1].Actor);
        Assert.Contains("\"rule\":\"Script\"", audit[^1].Detail, StringComparison.Ordinal);
        Assert.Empty(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_is_approved_is_given_up_if_a_rule_says_so_before_the_grant(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Yaml, code: Files);
        journey.ExpectedComplaints.Add("given up");
        var id = await journey.AskAsync(Cast.Rita);
        await SayAsync(journey, "Grant", "deny");

        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Failed);

        Assert.Equal("The rule Script refuses it: The ticket was closed meanwhile.", (await journey.RequestAsync(id)).Problem);
        Assert.Empty(journey.Writes("POST"));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Rules_name_people_and_choices_and_one_that_fails_names_nobody_and_lets_nobody_escape(Db db)
    {
        await using var journey = await Journey.StartAsync(db, rules: Yaml, code: Files);
        await SayAsync(journey, "Choices", "OPS-1 OPS-2");

        // Rita may ask and, since the lists are one, Ben may not approve.
        await SayAsync(journey, "Names", $"{Cast.Rita.SlackId} {Cast.Ben.SlackId}");
        await OpenAsync(journey, Cast.Rita);
        Assert.Contains("The OPS-2 of ", journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
        await SayAsync(journey, "Choices", "OPS-3 OPS-4");
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        await SendAsync(journey, Cast.Rita, "OPS-1");
        Assert.Contains("Ticket doesn't offer this", Error(journey), StringComparison.Ordinal);
        journey.ExpectedComplaints.AddRange(["failed at NamesAsync", "failed at ChoicesAsync", "Alarm rule-code/Script"]);
        await SayAsync(journey, "Choices", "throw");
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        await SendAsync(journey, Cast.Rita, "OPS-1");
        Assert.Contains("A rule of Named access failed", Error(journey), StringComparison.Ordinal);
        await SayAsync(journey, "Choices", "OPS-1 OPS-2");
        await SendAsync(journey, Cast.Rita, "OPS-1");
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count == 1, "the request is made");
        var id = (await journey.RequestsAsync())[0].Id;
        await journey.ShownAsync(id);
        Assert.Contains("The OPS-1 of ", (await journey.ApproversMessageAsync(id)).Blocks.GetRawText(), StringComparison.Ordinal);
        await SayAsync(journey, "Choices", "");

        await journey.ClickAsync(Cast.Ben, id, "approve");
        await journey.ToldAsync(Cast.Ben, "not an approver");
        await SayAsync(journey, "Names", "throw");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "A rule of Named access failed");
        Assert.Equal(RequestState.Requested, (await journey.RequestAsync(id)).State);
        await SayAsync(journey, "Names", Cast.Rita.SlackId);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
    }

    [Fact]
    public async Task What_each_rule_says_is_explained_and_what_others_refuse_asks_none()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite, rules: Yaml, code: Files);
        var explain = journey.Bot.Services.GetRequiredService<ExplainWish>();

        await SayAsync(journey, "Submit", "approve");
        Assert.Equal(("✓ rule Script: approves it at once: The script says so", typeof(Ruling.Approved)), await ExplainedAsync("30m"));
        await SayAsync(journey, "Submit", "deny");
        Assert.Equal(("✗ rule Script: The rules of Production access refuse this now: Not on a Monday. Ask for something else, ask at another time, or turn to an AccessBot admin.", typeof(Ruling.Refused)), await ExplainedAsync("30m"));
        await SayAsync(journey, "Submit", "less");
        Assert.Equal(("✓ rule Script: leaves customer-data for 10 minutes of it", typeof(Ruling.NeedsApproval)), await ExplainedAsync("30m"));
        await SayAsync(journey, "Submit", "throw");
        Assert.Equal(("✓ rule Script: not asked, since others refuse it", typeof(Ruling.Refused)), await ExplainedAsync("2h"));

        async Task<(string, Type)> ExplainedAsync(string duration)
        {
            var (explained, _) = await explain.ExecuteAsync(Cast.Rita.Email, "production", [duration], breakGlass: false, withRequests: true, CancellationToken.None);
            var line = explained!.Explanation.Lines.Single(one => one.Topic == "rule Script");
            return ($"{(line.Mark == ExplanationMark.Good ? "✓" : "✗")} {line.Topic}: {line.Sentence}", explained.Explanation.Ruling.GetType());
        }
    }

    [Fact]
    public async Task A_flow_that_a_rule_hides_is_not_in_the_menu()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite, rules: Yaml, code: Files);
        await SayAsync(journey, "Names", Cast.Rita.SlackId);
        await SayAsync(journey, "Shows", "no");

        await journey.Slack.As(Cast.Rita.SlackId).CommandAsync("/access");
        await journey.UntilAsync(() => journey.Slack.OpenView(Cast.Rita.SlackId) is { } view && view.Json.GetRawText().Contains("Named access", StringComparison.Ordinal), "the form is open");

        Assert.DoesNotContain("Production access", journey.Slack.OpenView(Cast.Rita.SlackId)!.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_changed_counts_from_the_next_click_on_and_one_that_does_not_compile_changes_nothing()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite, rules: Yaml, code: Files);
        journey.ExpectedComplaints.AddRange(["those of before stay in force", "Alarm rules/broken"]);
        var rules = journey.Bot.Services.GetRequiredService<RulesInForce>();
        var before = rules.Edition;

        await journey.ChangeCodeAsync("Script.cs", Code.Replace("\"Not on a Monday\"", "nowhere", StringComparison.Ordinal));
        await journey.UntilAsync(() => journey.Alerts.Any(alarm => alarm.Text.Contains("(CS0103)", StringComparison.Ordinal)), "operators are told");
        Assert.Same(before, rules.Edition);
        await journey.ChangeCodeAsync("Script.cs", Code.Replace("Not on a Monday", "Never", StringComparison.Ordinal));
        await journey.UntilAsync(() => rules.Edition.Fingerprint != before.Fingerprint, "the rules are in force");
        await SayAsync(journey, "Submit", "deny");
        await journey.SubmitAsync(Cast.Rita);

        Assert.Contains("refuse this now: Never.", Error(journey), StringComparison.Ordinal);
        Assert.Equal("changed file Script.cs", $"{RulesChanges.Between(before, rules.Edition)}");
    }

    private static Task SayAsync(Journey journey, string what, string said) =>
        journey.Bot.Services.GetRequiredService<IRuleServices>().For(null).Store.PutAsync($"script.{what}", said.Length == 0 ? null : said, CancellationToken.None);

    private static string Error(Journey journey) => Assert.Single(journey.Slack.OpenView(Cast.Rita.SlackId)!.Errors).Value;

    private static Task<Delivery> AgainAsync(Journey journey) => journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues
    {
        { "target:production", "target", "production-admin" },
        { "duration:production", "duration", "1800" },
        { "reason", "reason", Journey.Reason },
    });

    private static async Task OpenAsync(Journey journey, CastMember who)
    {
        await journey.Slack.As(who.SlackId).CommandAsync("/access");
        await journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId) is { } view && view.Json.GetRawText().Contains("\"target:", StringComparison.Ordinal), "the form is open");
        await journey.Slack.As(who.SlackId).ClickInModalAsync("flow", ["named"]);
        await journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId)!.Json.GetRawText().Contains("\"target:named\"", StringComparison.Ordinal), "the form shows the flow");
    }

    private static Task<Delivery> SendAsync(Journey journey, CastMember who, string ticket) => journey.Slack.As(who.SlackId).SubmitAsync(new FormValues
    {
        { "target:named", "target", "customer-data" },
        { "duration:named", "duration", "1800" },
        { "reason", "reason", Journey.Reason },
        { "field.ticket:named", "choice", ticket },
    });

    private static async Task CancelAsync(Journey journey, CastMember who, RequestId id) =>
        await journey.Slack.As(who.SlackId).ClickAsync(await journey.RequesterMessageAsync(id), "cancel");
}
