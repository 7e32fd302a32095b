using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>Where a request is announced, and who may decide from when on.</summary>
public sealed class NotifyTests
{
    private static readonly Principal Backup = new Principal.OneLoginRole(77);
    private static readonly Principal Root = new Principal.Email("root@acme.com");

    private static readonly Flow Stepped = Cast.Flow("plain") with
    {
        Notify =
        [
            new NotifyStep(new NotifyPlace.Channel("C0ACCESS")) { Timeout = TimeSpan.FromMinutes(15) },
            new NotifyStep(new NotifyPlace.DirectMessage([Backup])) { Approvers = [Backup], Timeout = TimeSpan.FromMinutes(30) },
            new NotifyStep(new NotifyPlace.Webhook(new Uri("https://acme.com/secret"))) { Approvers = [Root] },
        ],
    };

    private static readonly AccessRules Rules = Cast.Rules with { Flows = [Stepped] };

    [Fact]
    public void Every_key_of_a_step_is_read()
    {
        var reading = RulesFile.Read(
            RulesText.With(21, """
                    notify:
                      - { channel: C0ACCESS, timeout: 15m, remindEvery: 5m }
                      - { commandChannel: true }
                      - { directMessage: [ { manager: requester }, { onCall: { pagerDutySchedule: PI7DH85 } } ], approvers: [ { slackGroup: S0LEADS } ], timeout: 1h }
                      - { groupMessage: [ ana@acme.com, U0BEN ] }
                      - { webhook: 'https://hooks.acme.com:8443/in?key=x' }
                """),
            "access.yaml");

        Assert.Empty(reading.Problems);
        var steps = reading.Rules!.Flows[0].Notify;
        Assert.Equal([new NotifyPlace.Channel("C0ACCESS"), new NotifyPlace.CommandChannel()], steps.Take(2).Select(step => step.Place));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5)), (steps[0].Timeout, steps[0].RemindEvery));
        Assert.Equal([new Principal.Manager(), new Principal.OnCall(OnCallSource.PagerDutySchedule, "PI7DH85")], steps[2].Place.LookedFor);
        Assert.Equal(new Principal.SlackGroup("S0LEADS"), Assert.Single(steps[2].Approvers));
        Assert.Equal([new Principal.Email("ana@acme.com"), new Principal.SlackUser(SlackUserId.Parse("U0BEN"))], steps[3].Place.LookedFor);
        Assert.Equal("hooks.acme.com:8443", Assert.IsType<NotifyPlace.Webhook>(steps[4].Place).Host);
    }

    [Fact]
    public void A_step_without_a_timeout_may_have_others_behind_it()
    {
        var reading = RulesFile.Read(RulesText.With(21, "    notify: [ { channel: C0ACCESS }, { webhook: 'http://127.0.0.1:1/x' } ]"), "access.yaml");

        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("ana", 0, true), InlineData("ana", 1, true), InlineData("ana", 9, true)]
    [InlineData("sam", -1, false), InlineData("sam", 0, false), InlineData("sam", 1, true), InlineData("sam", 2, true), InlineData("sam", 9, true)]
    [InlineData("root", 1, false), InlineData("root", 2, true)]
    [InlineData("mia", 2, false)]
    public void Whom_a_step_lets_decide_counts_from_then_on_at_the_click_in_the_count_and_for_ending(string who, int step, bool may)
    {
        var actor = Cast.Person(who, Stepped, Rules);
        var requester = Cast.Requester("nora");

        var click = Rules.MayDecide(Stepped, requester.User.Id, actor, step);
        var ruling = Rules.RuleOn(Cast.Wish("plain"), requester, [new Vote(actor)], Cast.Now with { Step = step });
        var end = Rules.MayRevoke(Stepped, requester.User.Id, actor, step);

        Assert.Equal(may, click is null);
        Assert.Equal(may, ruling is Ruling.Approved);
        Assert.Equal(may || who is "root", end is null); // Root is an admin.
        Assert.True(may || click!.Code == RefusalCode.NotAnApprover);
    }

    [Fact]
    public void Whom_a_step_lets_decide_counts_for_every_line_and_once()
    {
        var flow = Cast.Flow("lines") with { Notify = [new NotifyStep(new NotifyPlace.Channel("C0ACCESS")) { Approvers = [Root] }] };
        var rules = Cast.Rules with { Flows = [flow] };

        Ruling By(string names) => rules.RuleOn(Cast.Wish("lines"), Cast.Requester("nora"), Cast.Votes(names, flow, rules), Cast.Now);

        Assert.IsType<Ruling.Approved>(By("root ana"));
        Assert.IsType<Ruling.Approved>(By("root sam"));
        Assert.IsType<Ruling.NeedsApproval>(By("root"));
    }

    [Fact]
    public void Nobody_decides_on_their_own_request_in_any_step()
    {
        var own = Rules.MayDecide(Stepped, Cast.Requester("sam").User.Id, Cast.Person("sam", Stepped, Rules), step: 2);

        Assert.Equal(RefusalCode.OwnRequest, own?.Code);
    }

    [Fact]
    public void What_is_asked_about_people_has_whom_steps_let_decide_and_on_calls_have_whom_they_write_to()
    {
        var rota = new Principal.OnCall(OnCallSource.OpsgenieSchedule, "Front desk");
        var flow = Stepped with { Notify = [.. Stepped.Notify, new NotifyStep(new NotifyPlace.GroupMessage([rota]))] };
        var rules = Rules with { Flows = [flow] };

        Assert.Contains(Backup, rules.PrincipalsOf(flow));
        Assert.DoesNotContain(rota, rules.PrincipalsOf(flow));
        Assert.Equal([rota], rules.OnCalls);
    }

    [Fact]
    public void An_explanation_tells_the_steps_and_no_path_of_a_webhook()
    {
        var explained = Rules.Explain(Cast.Wish("plain"), Cast.Requester("nora"), [], Cast.Now);

        Assert.Equal(
            [
                "notify 1 of 3: the channel C0ACCESS, for 15 minutes",
                "notify 2 of 3: a direct message to the members of the OneLogin role 77, for 30 minutes; from then on the members of the OneLogin role 77 may decide, too",
                "notify 3 of 3: the webhook at acme.com; from then on root@acme.com may decide, too",
            ],
            explained.Lines.Where(line => line.Topic.StartsWith("notify", StringComparison.Ordinal)).Select(line => $"{line.Topic}: {line.Sentence}"));
    }
}
