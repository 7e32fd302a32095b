using System.Text.RegularExpressions;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
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

        var offered = FormMenus.Suggest(new BlockOptionsRequest(new SlackOrigin("T1", null), Story.Ana, "flow", "flow", "", view), Rules);

        Assert.Equal(["by-hand"], offered.Options.Select(option => option.Value));
    }

    [Fact]
    public void Flows_too_many_to_write_down_are_all_offered_again()
    {
        var flows = Enumerable.Range(0, 100).Select(i => Forms.Flow($"{i:D2}-{new string('x', 60)}")).ToArray();

        var remembered = OfferedFlows.Write(flows);

        Assert.Equal("", remembered);
        Assert.Equal(flows, OfferedFlows.Read(remembered, Forms.Rules(flows)));
        Assert.Equal(flows[..2], OfferedFlows.Read(OfferedFlows.Write(flows[..2]), Forms.Rules(flows)));
    }

    private static ViewPayload Payload(params (string Block, string Value)[] values) =>
        Forms.Filled(AccessForm.Render([Production, ByHand], Production, certain: true), values);

    private static List<string> Suggested(string action, string? block, string typed, AccessRules rules) =>
        [.. FormMenus.Suggest(new BlockOptionsRequest(new SlackOrigin("T1", null), SlackUserId.Parse("U0ANA"), action, block, typed, View: null), rules)
            .Options.Select(option => option.Value)];
}
