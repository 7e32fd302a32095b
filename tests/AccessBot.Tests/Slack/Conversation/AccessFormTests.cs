using System.Text.Json;
using System.Text.RegularExpressions;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using AccessBot.Tests.Core.Rules;
using CsCheck;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class AccessFormTests
{
    private static readonly Flow Production = Forms.Flow("production") with
    {
        Description = "For incidents.",
        Fields =
        [
            new Field("ticket", "Ticket", Required: true, "OPS-1", new Regex("^[A-Z]+-[0-9]+$", RegexOptions.None, TimeSpan.FromSeconds(1))),
            new Field("host", "Host", Required: false, Default: null, Pattern: null),
        ],
    };

    private static readonly Flow ByHand = Forms.Flow("by-hand") with
    {
        AutoRevoke = false,
        Durations = [],
        Targets = [new Target("reader", "Reader", 1, Privilege.Member)],
        Reason = new ReasonRule(Required: false, MinLength: 0),
    };

    private static readonly AccessRules Rules = Forms.Rules(Production, ByHand);

    [Fact]
    public void The_form_asks_the_questions_of_the_flow_that_is_picked()
    {
        var form = AccessForm.Render([Production, ByHand], Production, certain: true);

        Assert.Equal(["flow", "target:production", "duration:production", "reason", "field.ticket", "field.host"], form.Inputs());
        Assert.Equal("production", Assert.IsType<StaticSelect>(form.Input("flow").Element).InitialOption?.Value);
        Assert.True(form.Input("flow").DispatchAction);
        Assert.Null(Assert.IsType<StaticSelect>(form.Input("target:production").Element).InitialOption);
        Assert.Equal("1800", Assert.IsType<StaticSelect>(form.Input("duration:production").Element).InitialOption?.Value);
        Assert.Contains("At least 10 characters", form.Input("reason").Hint!.Text, StringComparison.Ordinal);
        Assert.Equal("OPS-1", Assert.IsType<PlainTextInput>(form.Input("field.ticket").Element).InitialValue);
        Assert.False(form.Input("field.ticket").Optional);
        Assert.True(form.Input("field.host").Optional);
        Assert.Contains("For incidents.", form.Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void Access_that_ends_by_hand_is_asked_for_without_a_duration()
    {
        var form = AccessForm.Render([Production, ByHand], ByHand, certain: true);

        Assert.Equal(["flow", "target:by-hand", "reason"], form.Inputs());
        Assert.Equal("reader", Assert.IsType<StaticSelect>(form.Input("target:by-hand").Element).InitialOption?.Value);
        Assert.True(form.Input("reason").Optional);
        Assert.Contains("until somebody ends it", Drawn.Json<View>(form).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_emergency_can_be_ticked_where_the_flow_has_one_and_is_remembered_for_each_flow()
    {
        var open = Production with { BreakGlass = new BreakGlass([new Principal.Everyone()], TimeSpan.FromMinutes(30)) };
        var rules = Forms.Rules(open, Forms.Flow("other") with { BreakGlass = open.BreakGlass });
        var form = AccessForm.Render([open, Forms.Flow("other")], open, certain: true);

        var box = form.Input("breakGlass:production");
        Assert.Equal(["flow", "target:production", "duration:production", "breakGlass:production", "reason", "field.ticket", "field.host"], form.Inputs());
        Assert.True(box.Optional);
        Assert.All(["at once", "are told", "reviews it"], words => Assert.Contains(words, box.Hint!.Text, StringComparison.Ordinal));
        Assert.True(FormReading.Read(Forms.Filled(form, ("flow", "production"), ("breakGlass:production", "yes"))).BreakGlass);
        Assert.False(FormReading.Read(Forms.Filled(form, ("flow", "production"))).BreakGlass);
        Assert.False(FormReading.Read(Forms.Filled(form, ("flow", "production"), ("breakGlass:other", "yes"))).BreakGlass);
        Assert.Equal([true, false], OfferedFlows.Read(form.PrivateMetadata, rules)!.Select(flow => flow.BreakGlass is not null));
        Assert.All(OfferedFlows.Read("", rules)!, flow => Assert.NotNull(flow.BreakGlass));
    }

    [Fact]
    public void More_than_a_hundred_flows_or_targets_are_asked_for_while_typing()
    {
        var flows = Enumerable.Range(0, 101).Select(i => Forms.Flow($"f{i}")).ToList();
        flows[7] = flows[7] with { Targets = [.. Enumerable.Range(0, 101).Select(i => new Target($"t{i}", $"Role {i}", i, Privilege.Member))] };

        var form = AccessForm.Render(flows, flows[7], certain: true);

        Assert.Equal("f7", Assert.IsType<ExternalSelect>(form.Input("flow").Element).InitialOption?.Value);
        Assert.Equal(0, Assert.IsType<ExternalSelect>(form.Input("target:f7").Element).MinQueryLength);
    }

    [Fact]
    public void A_form_that_is_not_certain_says_so_and_remembers_nothing()
    {
        var form = AccessForm.Render([Production, ByHand], Production, certain: false);

        Assert.Contains(Sentences.CouldNotTellWhoYouAre, Drawn.Json<View>(form).GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("", form.PrivateMetadata);
    }

    [Theory]
    [InlineData("type: string, default: x", """{"type":"plain_text_input","multiline":false,"initial_value":"x","max_length":3000,"action_id":"field"}""")]
    [InlineData("type: text, max: 20", """{"type":"plain_text_input","multiline":true,"max_length":20,"action_id":"field"}""")]
    [InlineData("type: int, min: -1, max: 9, default: 3", """{"type":"number_input","is_decimal_allowed":false,"initial_value":"3","min_value":"-1","max_value":"9","action_id":"int"}""")]
    [InlineData("type: bool, default: false", """{"type":"radio_buttons","options":[OPT(Yes,true),OPT(No,false)],"initial_option":OPT(No,false),"action_id":"bool"}""")]
    [InlineData("type: choice, choices: [a, { value: b, label: Bee }], default: b", """{"type":"static_select","options":[OPT(a,a),OPT(Bee,b)],"initial_option":OPT(Bee,b),"action_id":"choice"}""")]
    [InlineData("type: multi-choice, choices: [a, b], default: [b], max: 2", """{"type":"multi_static_select","options":[OPT(a,a),OPT(b,b)],"initial_options":[OPT(b,b)],"max_selected_items":2,"action_id":"choices"}""")]
    [InlineData("type: multi-choice, choices: [a]", """{"type":"multi_static_select","options":[OPT(a,a)],"action_id":"choices"}""")]
    [InlineData("type: user, default: U0ANA", """{"type":"users_select","initial_user":"U0ANA","action_id":"user"}""")]
    [InlineData("type: users, default: [U0ANA, U0BEN], max: 3", """{"type":"multi_users_select","initial_users":["U0ANA","U0BEN"],"max_selected_items":3,"action_id":"users"}""")]
    [InlineData("type: duration, choices: [30m, 1d]", """{"type":"static_select","options":[OPT(30 minutes,30m),OPT(1 day,1d)],"action_id":"choice"}""")]
    [InlineData("type: duration, default: 60m", """{"type":"plain_text_input","multiline":false,"placeholder":{"type":"plain_text","text":"30m, 4h or 1d"},"initial_value":"1h","max_length":20,"action_id":"length"}""")]
    public void A_field_is_drawn_as_what_Slack_has_for_its_type(string written, string element)
    {
        var flow = WithFields($"{{ name: x, {written} }}");

        var form = AccessForm.Render([flow], flow, certain: true);

        ViewValidator.Require(Drawn.Json<View>(form), "modal");
        var expected = Regex.Replace(element, @"OPT\((?<text>[^,]*),(?<value>[^)]*)\)", """{"text":{"type":"plain_text","text":"${text}"},"value":"${value}"}""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var drawn = Drawn.Json(form.Blocks.OfType<InputBlock>().Last().Element);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), drawn), drawn.GetRawText());
    }

    [Fact]
    public void More_than_a_hundred_choices_are_found_by_typing()
    {
        var many = string.Join(", ", Enumerable.Range(0, 250).Select(i => $"{{ value: v{i}, label: Choice {i} }}"));
        var flow = WithFields($"{{ name: one, type: choice, choices: [{many}], default: v7 }}", $"{{ name: some, type: multi-choice, choices: [{many}], default: [v7, v9] }}");

        var form = AccessForm.Render([flow], flow, certain: true);

        ViewValidator.Require(Drawn.Json<View>(form), "modal");
        Assert.Equal("Choice 7", Assert.IsType<ExternalSelect>(form.Input("field.one:production").Element).InitialOption?.Text.Text);
        Assert.Equal(["v7", "v9"], Assert.IsType<MultiExternalSelect>(form.Input("field.some:production").Element).InitialOptions!.Select(option => option.Value));
        Assert.Equal(["v77", "v177"], Suggested("choice", "field.one:production", "e 77", flow).Concat(Suggested("choices", "field.some:production", "CHOICE 177", flow)));
        Assert.Equal(100, Suggested("choice", "field.one:production", "", flow).Count);
        Assert.Empty(Suggested("choice", "field.gone:production", "", flow));
    }

    [Fact]
    public void Menus_that_are_too_large_together_are_found_by_typing_too()
    {
        var wide = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"'{i:D3} {new string('é', 60)}'"));
        var flow = WithFields([.. Enumerable.Range(0, 40).Select(i => $"{{ name: f{i}, type: choice, choices: [{wide}] }}")]);

        var form = AccessForm.Render([flow], flow, certain: true);

        ViewValidator.Require(Drawn.Json<View>(form), "modal");
        Assert.IsType<StaticSelect>(form.Input("field.f0:production").Element);
        Assert.IsType<ExternalSelect>(form.Input("field.f39:production").Element);
    }

    [Fact]
    public void A_field_says_what_it_takes()
    {
        var flow = WithFields(
            "{ name: a, help: As in the plan., min: 2, max: 5 }",
            "{ name: b, pattern: '^x$', patternMessage: It is x. }",
            "{ name: c, pattern: '^x$' }",
            "{ name: d }");

        var form = AccessForm.Render([flow], flow, certain: true);

        Assert.Equal(
            ["As in the plan. From 2 to 5 characters.", "It is x.", "Matches ^x$", null],
            form.Blocks.OfType<InputBlock>().TakeLast(4).Select(block => block.Hint?.Text));
    }

    [Fact]
    public void The_form_asks_what_the_answers_lead_to()
    {
        var flow = WithFields(
            "{ name: kind, type: choice, choices: [vm, db], default: vm }",
            "{ name: size, showWhen: { kind: vm } }",
            "{ name: team, default: platform, hidden: true }",
            "{ name: copies, type: int, showWhen: { kind: db, team: platform } }",
            "{ name: why, showWhen: { copies: 3 } }");

        var first = AccessForm.Render([flow], flow, certain: true);
        var second = AccessForm.Render([flow], flow, certain: true, FormAnswers.Of(Forms.Filled(first, ("field.kind:production", "db"))));
        var third = AccessForm.Render([flow], flow, certain: true, FormAnswers.Of(Forms.Filled(second, ("field.kind:production", "db"), ("field.copies", "3"))));
        var emptied = AccessForm.Render([flow], flow, certain: true, FormAnswers.Of(Forms.Filled(first)));

        Assert.Equal(["field.kind:production", "field.size"], FieldsOf(first));
        Assert.Equal(["field.kind:production", "field.copies"], FieldsOf(second));
        Assert.Equal(["field.kind:production", "field.copies", "field.why"], FieldsOf(third));
        Assert.Equal(["field.kind:production"], FieldsOf(emptied));
        Assert.Equal([true, true, false], third.Blocks.OfType<InputBlock>().TakeLast(3).Select(block => block.DispatchAction));
        Assert.Equal(["on_character_entered"], Assert.IsType<NumberInput>(third.Input("field.copies").Element).DispatchActionConfig!.TriggerActionsOn);
    }

    [Fact]
    public void A_header_may_have_markup_and_links_and_mentions_nobody()
    {
        var flow = Production with { Header = "*Read* <https://acme.test/a?b=1&c=2|the rules> & <!channel> <@U0BEN> 1 < 2\n• <javascript:alert(1)|x>" };

        var form = AccessForm.Render([flow], flow, certain: true);

        Assert.Equal(
            "*Read* <https://acme.test/a?b=1&amp;c=2|the rules> &amp; &lt;!channel&gt; &lt;@U0BEN&gt; 1 &lt; 2\n• &lt;javascript:alert(1)|x&gt;",
            Assert.IsType<Mrkdwn>(Assert.IsType<SectionBlock>(form.Blocks[0]).Text).Text);
    }

    [Fact]
    public void Targets_stand_under_their_headings()
    {
        var flow = Production with
        {
            Targets =
            [
                new Target("a", "A", 1, Privilege.Member) { Group = "Cloud", Description = "All of it" },
                new Target("b", "B", 2, Privilege.Admin) { Description = "The other" },
                new Target("c", "C", 3, Privilege.Member) { Group = "Cloud" },
            ],
        };

        var menu = Assert.IsType<StaticSelect>(AccessForm.Render([flow], flow, certain: true).Input("target:production").Element);

        Assert.Equal(["Cloud: A (All of it), C ()", "Other: B (As admin of the role. The other)"], menu.OptionGroups!.Select(group =>
            $"{group.Label.Text}: {string.Join(", ", group.Options.Select(option => $"{option.Text.Text} ({option.Description?.Text})"))}"));
        Assert.Null(menu.Options);
    }

    [Fact]
    public void Targets_found_by_typing_stand_under_their_headings_too()
    {
        var flow = Production with { Targets = [.. Enumerable.Range(0, 250).Select(i => new Target($"t{i}", $"Role {i}", i, Privilege.Member) { Group = i % 2 == 0 ? "Even" : null })] };

        var found = FormMenus.Suggest(new BlockOptionsRequest(new SlackOrigin("T1", null), Story.Ana, "target", "target:production", "role 12", View: null), [flow]);
        var nothing = FormMenus.Suggest(new BlockOptionsRequest(new SlackOrigin("T1", null), Story.Ana, "target", "target:production", "zzz", View: null), [flow]);

        Assert.IsType<ExternalSelect>(AccessForm.Render([flow], flow, certain: true).Input("target:production").Element);
        Assert.Equal(["Even 6", "Other 5"], found.OptionGroups!.Select(group => $"{group.Label.Text} {group.Options.Count}"));
        Assert.Equal("""{"options":[]}""", Drawn.Json(nothing).GetRawText());
    }

    [Fact]
    public void The_privilege_is_asked_where_the_target_leaves_it_open()
    {
        var either = new Target("either", "Either", 3, Privilege: null);
        var mixed = Production with { Targets = [.. Production.Targets, either] };
        var only = Production with { Targets = [either] };

        var first = AccessForm.Render([mixed], mixed, certain: true);
        var picked = AccessForm.Render([mixed], mixed, certain: true, FormAnswers.Of(Forms.Filled(first, ("target:production", "either"))));
        var wish = FormReading.Read(Forms.Filled(picked, ("flow", "production"), ("target:production", "either"), ("privilege:production", "admin")));

        Assert.DoesNotContain("privilege:production", first.Inputs());
        Assert.True(first.Input("target:production").DispatchAction);
        Assert.Equal("privilege:production", picked.Inputs()[2]);
        Assert.Equal("privilege:production", AccessForm.Render([only], only, certain: true).Inputs()[2]);
        Assert.False(AccessForm.Render([Production], Production, certain: true).Input("target:production").DispatchAction);
        Assert.Equal(Privilege.Admin, wish.Privilege);
        Assert.Null(FormReading.Read(Forms.Filled(picked, ("flow", "production"), ("privilege:production", "god"))).Privilege);
    }

    [Fact]
    public void An_end_of_ones_own_is_asked_for_when_it_is_wanted()
    {
        var flow = Production with { AllowUntil = true, MaxDuration = TimeSpan.FromHours(8) };

        var first = AccessForm.Render([flow], flow, certain: true);
        var second = AccessForm.Render([flow], flow, certain: true, FormAnswers.Of(Forms.Filled(first, ("duration:production", "until"))));

        Assert.DoesNotContain("until:production", first.Inputs());
        Assert.Contains("8 hours", second.Input("until:production").Hint!.Text, StringComparison.Ordinal);
        Assert.IsType<DateTimePicker>(second.Input("until:production").Element);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1767323045), Until(("duration:production", "until"), ("until:production", "1767323045")));
        Assert.Equal(DateTimeOffset.UnixEpoch, Until(("duration:production", "until"), ("until:production", "99999999999999")));
        Assert.Equal(DateTimeOffset.UnixEpoch, Until(("duration:production", "until")));
        Assert.Null(Until(("duration:production", "1800"), ("until:production", "1767323045")));

        static DateTimeOffset? Until(params (string, string)[] values) => FormReading.Read(Payload([("flow", "production"), .. values])).Until;
    }

    [Fact]
    public void Restricted_targets_are_remembered_with_the_flows()
    {
        var secret = new Target("secret", "Secret", 9, Privilege.Member) { Requesters = [new Principal.Admins()] };
        var whole = Production with { Targets = [.. Production.Targets, secret] };
        var rules = Forms.Rules(whole, ByHand);

        var hidden = OfferedFlows.Read(OfferedFlows.Write([Production, ByHand]), rules)!;
        var shown = OfferedFlows.Read(OfferedFlows.Write([whole]), rules)!;

        Assert.Equal(["reader", "owner"], hidden[0].Targets.Select(target => target.Key));
        Assert.Same(ByHand, hidden[1]);
        Assert.Same(whole, Assert.Single(shown));
    }

    [Fact]
    public void What_is_filled_in_is_read_as_it_was_meant()
    {
        var view = Forms.Filled(
            AccessForm.Render([Production, ByHand], Production, certain: true),
            ("flow", "production"), ("target:production", "owner"), ("duration:production", "14400"), ("reason", "Because it must be."), ("field.ticket", "OPS-2"));

        var wish = FormReading.Read(view);

        Assert.Equal(("production", "owner", TimeSpan.FromHours(4), "Because it must be."), (wish.Flow, wish.Target, wish.Duration, wish.Reason));
        Assert.Equal([KeyValuePair.Create("ticket", "OPS-2")], wish.Fields);
        Assert.Empty(Rules.CheckForm(wish));
    }

    [Fact]
    public void Answers_to_another_flow_are_not_taken_for_this_one()
    {
        var view = Forms.Filled(
            AccessForm.Render([Production, ByHand], Production, certain: true),
            ("flow", "by-hand"), ("target:production", "reader"), ("duration:production", "1800"), ("reason", "Because it must be."));

        var codes = Rules.CheckForm(FormReading.Read(view)).Select(refusal => refusal.Code);

        Assert.Contains(RefusalCode.UnknownTarget, codes);
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-1800")]
    [InlineData("half an hour")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("31536000001")]
    public void A_forged_duration_is_none_that_a_flow_offers(string forged)
    {
        var timed = FormReading.Read(Payload(("flow", "production"), ("duration:production", forged)));
        var byHand = FormReading.Read(Payload(("flow", "by-hand"), ("target:by-hand", "reader"), ("duration:by-hand", forged)));

        Assert.Contains(RefusalCode.DurationNotAllowed, Rules.CheckForm(timed).Select(refusal => refusal.Code));
        Assert.Contains(RefusalCode.DurationNotAllowed, Rules.CheckForm(byHand).Select(refusal => refusal.Code));
    }

    [Fact]
    public void A_forged_form_comes_out_as_unknown()
    {
        var wish = FormReading.Read(Payload(("flow", "root"), ("target:root", "god"), ("field.shell", "rm -rf /"), ("x:y:z", "?"), ("field.", "!")));

        Assert.Equal(RefusalCode.UnknownFlow, Assert.Single(Rules.CheckForm(wish)).Code);
        Assert.Equal("god", wish.Target);
    }

    [Fact]
    public void Whatever_comes_back_is_read_without_a_crash()
    {
        var ids = Gen.OneOf(Gen.OneOf("flow", "target:production", "duration:production", "reason", "field.ticket", ":", "field."), Gen.String[0, 20]);

        Gen.Dictionary(ids, Gen.OneOf(Gen.OneOf("production", "by-hand", "1800"), Gen.String)).Sample(values =>
        {
            var view = new ViewPayload("V1", Hash: null, "access", "", values, [.. values.Keys.Take(1)]);
            FormReading.Errors(Rules.CheckForm(FormReading.Read(view)), view);
        });
    }

    [Fact]
    public void Every_refusal_of_a_field_is_shown_at_that_field()
    {
        var form = AccessForm.Render([Production, ByHand], Production, certain: true);

        Assert.All(form.Inputs(), block =>
        {
            var refusal = new Refusal(RefusalCode.UnknownField, "No.", FormBlocks.FieldOf(block));

            Assert.Equal([KeyValuePair.Create(block, "No.")], FormReading.Errors([refusal], Forms.Filled(form)).Errors);
        });
    }

    [Fact]
    public void What_the_rules_say_of_an_empty_form_stands_where_it_belongs()
    {
        var view = Forms.Filled(AccessForm.Render([Production, ByHand], Production, certain: true), ("flow", "production"));

        var errors = FormReading.Errors(Rules.CheckForm(FormReading.Read(view)), view).Errors;

        Assert.Equal(["duration:production", "field.ticket", "reason", "target:production"], errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_belongs_to_no_field_stands_at_the_first_one_together_with_the_rest()
    {
        var view = Forms.Filled(AccessForm.Render([Production], Production, certain: true));

        var errors = FormReading.Errors([Refusals.Guest(), Refusals.UnknownField("gone"), Refusals.UnknownFlow()], view).Errors;

        var (block, text) = Assert.Single(errors);
        Assert.Equal("flow", block);
        Assert.Equal($"{Refusals.Guest().Sentence} {Refusals.UnknownField("gone").Sentence} {Refusals.UnknownFlow().Sentence}", text);
    }

    [Fact]
    public void Typing_finds_what_contains_it_whatever_its_case()
    {
        var rules = Forms.Rules(Production with { Targets = [.. Enumerable.Range(0, 250).Select(i => new Target($"t{i}", $"Role {i} of {(i % 2 == 0 ? "ALPHA" : "beta")}", i, Privilege.Member))] }, ByHand);

        Assert.Equal(100, Suggested("target", "target:production", "", rules).Count);
        Assert.Equal(["t24", "t124", "t224"], Suggested("target", "target:production", "24 of alpha", rules));
        Assert.Equal(["1800"], Suggested("duration", "duration:production", "30 MIN", rules));
        Assert.Equal(["by-hand"], Suggested("flow", "flow", "HAND", rules));
        Assert.Empty(Suggested("target", "target:by-hand", "nothing like this", rules));
    }

    [Theory]
    [InlineData("target", null)]
    [InlineData("target", "target:root")]
    [InlineData("duration", "flow")]
    [InlineData("colour", "target:production")]
    public void A_menu_that_is_not_in_the_form_offers_nothing(string action, string? block) =>
        Assert.Empty(Suggested(action, block, "", Rules));

    [Fact]
    public void The_menu_of_flows_offers_what_the_form_did()
    {
        var form = AccessForm.Render([ByHand], ByHand, certain: true);
        var view = Forms.Filled(form);

        var offered = FormMenus.Suggest(new BlockOptionsRequest(new SlackOrigin("T1", null), Story.Ana, "flow", "flow", "", view), OfferedFlows.Read(view.PrivateMetadata, Rules)!);

        Assert.Equal(["by-hand"], offered.Options!.Select(option => option.Value));
    }

    [Fact]
    public void Flows_too_many_to_write_down_are_found_out_again()
    {
        var flows = Enumerable.Range(0, 100).Select(i => Forms.Flow($"{i:D2}-{new string('x', 60)}")).ToArray();

        var remembered = OfferedFlows.Write(flows);

        Assert.Equal(OfferedFlows.TooMany, remembered);
        Assert.Null(OfferedFlows.Read(remembered, Forms.Rules(flows)));
        Assert.Equal(flows[..2], OfferedFlows.Read(OfferedFlows.Write(flows[..2]), Forms.Rules(flows)));
    }

    private static Flow WithFields(params string[] fields)
    {
        var reading = RulesFile.Read(RulesText.With(16, string.Join('\n', fields.Select(field => $"      - {field}"))), "access.yaml");
        Assert.Empty(reading.Problems);
        return reading.Rules!.Flows[0];
    }

    private static List<string> FieldsOf(ModalView form) => [.. form.Inputs().Where(block => block.StartsWith("field.", StringComparison.Ordinal))];

    private static List<string> Suggested(string action, string? block, string typed, Flow flow) => Suggested(action, block, typed, Forms.Rules(flow));

    private static ViewPayload Payload(params (string Block, string Value)[] values) =>
        Forms.Filled(AccessForm.Render([Production, ByHand], Production, certain: true), values);

    private static List<string> Suggested(string action, string? block, string typed, AccessRules rules) =>
        [.. FormMenus.Suggest(new BlockOptionsRequest(new SlackOrigin("T1", null), SlackUserId.Parse("U0ANA"), action, block, typed, View: null), rules.Flows)
            .Options!.Select(option => option.Value)];
}
