using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Conversation;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class AccessModalTests : ConversationHost
{
    private static readonly Flow One = Forms.Flow("one") with { NotifyChannel = General };

    private static readonly Flow Two = Forms.Flow("two") with
    {
        NotifyChannel = General,
        Targets = [new Target("reader", "Reader", 1, Privilege.Member)],
        Fields = [new Field("ticket", "Ticket", Required: true, Default: null, Pattern: null)],
    };

    [Fact]
    public async Task The_command_opens_a_form_with_what_the_person_may_ask_for()
    {
        var bens = Two with { Requesters = [new Principal.Email("ben@acme.test")] };
        Rules.Current = Forms.Rules(One, bens);

        await AsAna.CommandAsync("/access");
        await AsBen.CommandAsync("/access");

        Assert.Equal(["one"], FlowsOf(Ana));
        Assert.Equal(["one", "two"], FlowsOf(Ben));
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task The_window_is_there_before_anybody_is_asked_who_it_is()
    {
        await AsAna.CommandAsync("/access");

        var calls = Workspace.Calls.Select(call => call.Method).ToList();
        Assert.True(calls.IndexOf("views.open") < calls.IndexOf("users.info"));
        Assert.Equal("views.update", calls[^1]);
    }

    [Fact]
    public async Task Who_may_ask_for_nothing_reads_what_to_do()
    {
        Rules.Current = Forms.Rules(One with { Requesters = [new Principal.Email("ben@acme.test")] });

        await AsAna.CommandAsync("/access");

        Assert.Contains(Sentences.NothingForYou, WordsOf(Ana), StringComparison.Ordinal);
        Assert.DoesNotContain("Looking up", WordsOf(Ana), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_set_up_that_is_said()
    {
        Rules.Current = Forms.Rules();

        await AsAna.CommandAsync("/access");

        Assert.Contains(Sentences.NothingSetUp, WordsOf(Ana), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_reads_that_guests_may_not()
    {
        await Workspace.As(Guest).CommandAsync("/access");

        Assert.Contains(Refusals.Guest().Sentence, WordsOf(Guest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_it_can_not_be_told_who_somebody_is_they_can_ask_all_the_same()
    {
        Workspace.Faults.Refuse("missing_scope", "users.info");
        Rules.Current = Forms.Rules(One, Two);

        await AsAna.CommandAsync("/access");

        Assert.Equal(["one", "two"], FlowsOf(Ana));
        Assert.Contains(Sentences.CouldNotTellWhoYouAre, WordsOf(Ana), StringComparison.Ordinal);
        Assert.Single(Log.Lines, line => line.Level == LogLevel.Warning);
    }

    [Theory]
    [InlineData("expired_trigger_id")]
    [InlineData("trigger_expired")]
    [InlineData("exchanged_trigger_id")]
    [InlineData("trigger_exchanged")]
    [InlineData("invalid_trigger_id")]
    public async Task Too_late_for_the_window_the_person_is_asked_to_type_again(string error)
    {
        Workspace.Faults.Refuse(error, "views.open");

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Contains("Type /access again", Assert.Single(Workspace.Ephemerals(Ana)).Text, StringComparison.Ordinal);
        Assert.Empty(Thrown);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task With_Slack_away_the_person_is_told_as_soon_as_that_works_and_nothing_is_tried_in_vain()
    {
        Workspace.Faults.Down("views.open");

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Contains("Type /access again", Assert.Single(Workspace.Ephemerals(Ana)).Text, StringComparison.Ordinal);
        Assert.Single(Workspace.Calls, call => call.Method == "views.open");
        Assert.Empty(Thrown);
    }

    [Fact]
    public async Task Another_flow_asks_its_own_questions_and_keeps_the_reason()
    {
        Rules.Current = Forms.Rules(One, Two);
        await AsAna.CommandAsync("/access");
        AsAna.Fill(new FormValues { { "reason", "reason", "The nightly batch hangs." }, { "target:one", "target", "owner" } });

        await AsAna.ClickInModalAsync("flow", ["two"]);

        var view = Workspace.OpenView(Ana)!;
        Assert.Equal(["flow", "target:two", "duration:two", "reason", "field.ticket"], InputsOf(view));
        Assert.Equal("The nightly batch hangs.", view.Values[("reason", "reason")].GetProperty("value").GetString());
        Assert.Equal("reader", view.Values[("target:two", "target")].GetProperty("selected_option").GetProperty("value").GetString());
        Assert.Empty(Thrown);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task A_form_that_was_drawn_anew_meanwhile_is_drawn_once_more()
    {
        Rules.Current = Forms.Rules(One, Two);
        await AsAna.CommandAsync("/access");
        Workspace.Faults.Refuse("hash_conflict", "views.update");

        await AsAna.ClickInModalAsync("flow", ["two"]);

        Assert.Contains("target:two", InputsOf(Workspace.OpenView(Ana)!));
        Assert.Empty(Thrown);
    }

    [Fact]
    public async Task A_flow_that_is_gone_from_the_rules_is_said_to_be()
    {
        Rules.Current = Forms.Rules(One, Two);
        await AsAna.CommandAsync("/access");
        Rules.Current = Forms.Rules(One);

        await AsAna.ClickInModalAsync("flow", ["two"]);

        Assert.Contains("Open the form again", WordsOf(Ana), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_hundred_flows_are_found_by_typing()
    {
        Rules.Current = Forms.Rules([.. Enumerable.Range(0, 150).Select(i => Forms.Flow($"f{i}") with { NotifyChannel = General })]);
        await AsAna.CommandAsync("/access");

        var found = await AsAna.SuggestAsync("flow", "flow F14");
        await AsAna.ClickInModalAsync("flow", ["f149"]);

        Assert.Equal(["f14", "f140", "f141", "f142", "f143", "f144", "f145", "f146", "f147", "f148", "f149"], found.Values);
        Assert.Contains("target:f149", InputsOf(Workspace.OpenView(Ana)!));
    }

    [Fact]
    public async Task A_wish_that_the_rules_refuse_is_answered_in_its_fields()
    {
        await AsAna.CommandAsync("/access");

        await AsAna.SubmitAsync(new FormValues { { "target:one", "target", "reader" }, { "reason", "reason", "short" } });

        Assert.Equal(["reason"], Workspace.OpenView(Ana)!.Errors.Keys);
        Assert.Contains("at least 10 characters", Workspace.OpenView(Ana)!.Errors["reason"], StringComparison.Ordinal);
        Assert.Empty(Requests.All);
        Assert.Empty(Requests.Audit);
    }

    [Fact]
    public async Task Somebody_without_a_OneLogin_account_is_told_in_the_form()
    {
        await Workspace.As(NoAccount).CommandAsync("/access");

        await Workspace.As(NoAccount).SubmitAsync(Filled());

        Assert.Contains("nora@acme.test", Workspace.OpenView(NoAccount)!.Errors["flow"], StringComparison.Ordinal);
        Assert.Empty(Requests.All);
    }

    [Fact]
    public async Task A_wish_that_is_allowed_becomes_a_request()
    {
        await AsAna.CommandAsync("/access");

        await AsAna.SubmitAsync(Filled());

        Assert.Null(Workspace.OpenView(Ana));
        var request = Assert.Single(Requests.All);
        Assert.Equal(("one", "reader", TimeSpan.FromHours(4), "The nightly batch hangs."), (request.Flow, request.Target, request.Duration, request.Reason));
        Assert.Equal("modal", Requests.Audit.Single(entry => entry.Action == AuditAction.Submitted).Where);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task Refused_after_the_form_is_closed_the_person_is_written_to_with_every_sentence()
    {
        await AsAna.CommandAsync("/access");
        await AsAna.SubmitAsync(Filled());
        var submission = Received.Last().Body;
        Rules.Current = Forms.Rules(One with { Requesters = [new Principal.Email("ben@acme.test")], Reason = new ReasonRule(Required: true, MinLength: 1000) });

        await RedeliverAsync(submission);

        var message = Assert.Single(Workspace.DirectMessages(Ana));
        Assert.Contains("*Not requested.*", message.Text, StringComparison.Ordinal);
        Assert.Contains("at least 1000 characters", message.Text, StringComparison.Ordinal);
        Assert.Contains(Requests.Audit, entry => entry.Action == AuditAction.Refused);
    }

    [Fact]
    public async Task The_same_submission_again_makes_no_second_request()
    {
        await AsAna.CommandAsync("/access");
        await AsAna.SubmitAsync(Filled());

        await RedeliverAsync(Received.Last().Body);

        Assert.Single(Requests.All);
        Assert.Empty(Workspace.DirectMessages(Ana));
    }

    private static FormValues Filled() => new()
    {
        { "target:one", "target", "reader" },
        { "duration:one", "duration", "14400" },
        { "reason", "reason", "The nightly batch hangs." },
    };

    private static List<string> InputsOf(SlackView view) =>
        [.. view.Blocks.EnumerateArray().Where(block => block.GetProperty("type").GetString() == "input").Select(block => block.GetProperty("block_id").GetString()!)];

    private List<string> FlowsOf(string person) =>
    [
        .. Workspace.OpenView(person)!.Blocks.EnumerateArray().First(block => block.GetProperty("block_id").GetString() == "flow")
            .GetProperty("element").GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString()!),
    ];

    private string WordsOf(string person) => string.Join('\n', Texts(Workspace.OpenView(person)!.Blocks));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(part => part.Name == "text" && part.Value.ValueKind == JsonValueKind.String ? [part.Value.GetString()!] : Texts(part.Value)),
        _ => [],
    };
}
