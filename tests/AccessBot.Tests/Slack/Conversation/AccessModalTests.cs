using System.Text.Json;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Receiving;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class AccessModalTests : ConversationHost
{
    private static readonly Flow One = Forms.Flow("one") with { Notify = [NotifyStep.InChannel(General)] };

    private static readonly Flow Two = Forms.Flow("two") with
    {
        Notify = [NotifyStep.InChannel(General)],
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
    public async Task Too_late_for_the_window_the_person_is_given_a_button_that_opens_it(string error)
    {
        Workspace.Faults.Refuse(error, "views.open");

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Contains("This button opens it", Assert.Single(Workspace.Ephemerals(Ana)).Text, StringComparison.Ordinal);
        Assert.Empty(Thrown);
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task With_Slack_away_the_person_is_told_as_soon_as_that_works_and_nothing_is_tried_in_vain()
    {
        Workspace.Faults.Down("views.open");

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Contains("This button opens it", Assert.Single(Workspace.Ephemerals(Ana)).Text, StringComparison.Ordinal);
        Assert.Single(Workspace.Calls, call => call.Method == "views.open");
        Assert.Empty(Thrown);
    }

    [Fact]
    public async Task With_a_token_that_is_refused_the_person_is_told_and_an_operator_too()
    {
        Workspace.Faults.Refuse("invalid_auth", "views.open");

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Contains("Slack refuses it (invalid_auth)", Assert.Single(Workspace.Ephemerals(Ana)).Text, StringComparison.Ordinal);
        Assert.Single(Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Empty(Thrown);
    }

    [Fact]
    public async Task A_window_that_is_closed_at_once_troubles_nobody()
    {
        Workspace.Faults.Refuse("not_found", "views.update");

        await AsAna.CommandAsync("/access", channelId: General);

        Assert.Empty(Workspace.Ephemerals(Ana));
        Assert.Empty(Thrown);
        NothingAboveInformationWasLogged();
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
        Rules.Current = Forms.Rules([.. Enumerable.Range(0, 150).Select(i => Forms.Flow($"f{i}") with { Notify = [NotifyStep.InChannel(General)] })]);
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
    public async Task With_the_database_away_after_the_form_is_closed_the_person_is_written_to_and_it_comes_again()
    {
        await AsAna.CommandAsync("/access");
        Requests.Trouble = new StoreUnavailableException("The database does not answer.", new TimeoutException());
        await AsAna.SubmitAsync(Filled());
        var submission = Received.Last().Body;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => RedeliverAsync(submission));
        Requests.Trouble = null;
        await RedeliverAsync(submission);

        Assert.Equal(Sentences.TriedAgain.Text, Assert.Single(Workspace.DirectMessages(Ana)).Text);
        Assert.Single(Requests.All);
    }

    [Fact]
    public async Task The_form_changes_with_what_is_filled_in_and_is_read_as_Slack_sends_it()
    {
        Rules.Current = Forms.Rules(One with
        {
            AllowUntil = true,
            MaxDuration = TimeSpan.FromHours(8),
            Targets = [.. One.Targets, new Target("either", "Either", 5, Privilege: null)],
            Fields =
            [
                Field("count", FieldType.Int),
                Field("sure", FieldType.Bool),
                Field("kinds", FieldType.MultiChoice) with { Choices = [new Choice("a", "Ay"), new Choice("b", "Bee"), new Choice("c", "Cee")] },
                Field("who", FieldType.User),
                Field("pals", FieldType.Users) with { ShowWhen = [new FieldCondition("kinds", ["b"]), new FieldCondition("sure", ["true"])] },
                Field("length", FieldType.Duration),
                Field("team", FieldType.String) with { Hidden = true, Default = "platform" },
            ],
        });
        await AsAna.CommandAsync("/access");
        AsAna.Fill(new FormValues { { "reason", "reason", "The nightly batch hangs." } });

        await AsAna.ClickInModalAsync("target", ["either"]);
        await AsAna.ClickInModalAsync("duration", ["until"]);
        await AsAna.ClickInModalAsync("bool", ["true"]);
        var updates = Updates;
        await AsAna.ClickInModalAsync("choices", ["a"]);
        Assert.Equal(updates, Updates);
        await AsAna.ClickInModalAsync("choices", ["b", "a"]);
        await AsAna.SubmitAsync(new FormValues
        {
            { "privilege:one", "privilege", "admin" },
            { "until:one", "until", $"{Time.GetUtcNow().AddHours(3).ToUnixTimeSeconds()}" },
            { "field.count", "int", "007" },
            { "field.who", "user", Ben },
            { "field.pals", "users", Ben, Ana },
            { "field.length", "length", "90M" },
        });

        Assert.Empty(Workspace.OpenView(Ana)?.Errors ?? []);
        var request = Assert.Single(Requests.All);
        Assert.Equal(
            $"count=7 kinds=a,b length=90m pals={Ben},{Ana} sure=true team=platform who={Ben}",
            string.Join(' ', request.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value.Replace('\n', ',')}")));
        Assert.Equal(
            $"count: 7; sure: Yes; kinds: Ay,Bee; who: {Ben}; pals: {Ben},{Ana}; length: 1 hour 30 minutes",
            string.Join("; ", request.Answers.Select(answer => $"{answer.Label}: {string.Join(',', answer.Words)}")));
        Assert.Equal((Privilege.Admin, "either"), (request.Privilege, request.Target));
        Assert.InRange(request.Until!.Value - Time.GetUtcNow(), TimeSpan.FromHours(3) - TimeSpan.FromSeconds(2), TimeSpan.FromHours(3));
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task With_flows_too_many_to_remember_the_person_is_looked_up_again_and_offered_the_same()
    {
        var many = Enumerable.Range(0, 120).Select(i => Forms.Flow($"{i:D3}-{new string('x', 60)}") with { Notify = [NotifyStep.InChannel(General)], Requesters = [new Principal.Email(i % 2 == 0 ? "ana@acme.test" : "ben@acme.test")] }).ToArray();
        Rules.Current = Forms.Rules(many);
        await AsAna.CommandAsync("/access");

        var found = await Suggested("");
        await AsAna.ClickInModalAsync("flow", [many[118].Key]);

        Assert.Equal(OfferedFlows.TooMany, CommandPlace.RestOf(Workspace.OpenView(Ana)!.PrivateMetadata));
        Assert.Equal(60, found.Count);
        Assert.Contains(many[118].Key, found);
        Assert.DoesNotContain(many[119].Key, found);
        Assert.Contains($"target:{many[118].Key}", InputsOf(Workspace.OpenView(Ana)!));

        async Task<IReadOnlyList<string>> Suggested(string typed) =>
            [.. (await Conversation.OptionsAsync(new BlockOptionsRequest(new SlackOrigin(Workspace.Settings.TeamId, null), SlackUserId.Parse(Ana), "flow", "flow", typed, Forms.Filled(AccessForm.Render(many, many[0], certain: true))), CancellationToken.None))
                .Options!.Select(option => option.Value)];
    }

    [Fact]
    public async Task A_form_whose_answers_lead_to_other_questions_is_shown_again_with_them()
    {
        Rules.Current = Forms.Rules(One with
        {
            Fields = [Field("sure", FieldType.Bool), Field("why", FieldType.String) with { Required = true, ShowWhen = [new FieldCondition("sure", ["false"])] }],
        });
        await AsAna.CommandAsync("/access");
        var form = Filled();
        form.Add("field.sure", "bool", "false");

        // Sent before Slack and AccessBot had the time to change the form.
        await AsAna.SubmitAsync(form);
        var asked = InputsOf(Workspace.OpenView(Ana)!);
        var words = WordsOf(Ana);
        await AsAna.SubmitAsync(new FormValues { { "field.why", "field", "Because." } });

        Assert.Equal("field.why", asked[^1]);
        Assert.Contains(Sentences.FormAsksForMore, words, StringComparison.Ordinal);
        Assert.Null(Workspace.OpenView(Ana));
        Assert.Equal(("false", "Because."), (Assert.Single(Requests.All).Fields["sure"], Requests.All[0].Fields["why"]));
        NothingAboveInformationWasLogged();
    }

    [Fact]
    public async Task Targets_that_only_some_may_ask_for_are_hidden_from_others_and_refused_when_forged()
    {
        var secret = new Target("secret", "Secret", 9, Privilege.Member) { Requesters = [new Principal.Email("ben@acme.test")] };
        Rules.Current = Forms.Rules(One with { Targets = [.. One.Targets, secret] }, Two);
        await AsAna.CommandAsync("/access");
        await AsBen.CommandAsync("/access");
        await AsBen.ClickInModalAsync("flow", ["two"]);
        await AsBen.ClickInModalAsync("flow", ["one"]);

        Assert.Equal(["reader", "owner"], OptionsOf(Ana, "target:one"));
        Assert.Equal(["reader", "owner", "secret"], OptionsOf(Ben, "target:one"));
        await AsBen.SubmitAsync(new FormValues { { "target:one", "target", "secret" }, { "reason", "reason", "The nightly batch hangs." } });
        var forged = Received.Last().Body.Replace(Ben, Ana, StringComparison.Ordinal);
        await RedeliverAsync(forged);

        Assert.Equal("secret", Assert.Single(Requests.All).Target);
        Assert.Contains("not among those who may ask for Secret", Assert.Single(Workspace.DirectMessages(Ana)).Text, StringComparison.Ordinal);
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

    private int Updates => Workspace.Calls.Count(call => call.Method == "views.update");

    private static Field Field(string name, FieldType type) => new(name, name, Required: false, Default: null, Pattern: null) { Type = type };

    private static FormValues Filled() => new()
    {
        { "target:one", "target", "reader" },
        { "duration:one", "duration", "14400" },
        { "reason", "reason", "The nightly batch hangs." },
    };

    private static List<string> InputsOf(SlackView view) =>
        [.. view.Blocks.EnumerateArray().Where(block => block.GetProperty("type").GetString() == "input").Select(block => block.GetProperty("block_id").GetString()!)];

    private List<string> FlowsOf(string person) => OptionsOf(person, "flow");

    private List<string> OptionsOf(string person, string block) =>
    [
        .. Workspace.OpenView(person)!.Blocks.EnumerateArray().First(one => one.GetProperty("block_id").GetString() == block)
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
