using System.Text.RegularExpressions;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class PrefillTests
{
    private static readonly Flow Production = Forms.Flow("production") with
    {
        Targets = [new Target("reader", "Reader", 1, Privilege.Member), new Target("owner", "Owner", 2, Privilege: null)],
        Fields =
        [
            new Field("ticket", "Ticket", Required: true, Default: null, new Regex("^[A-Z]+-[0-9]+$", RegexOptions.None, TimeSpan.FromSeconds(1))),
            new Field("where", "Where", Required: false, Default: null, Pattern: null) { Type = FieldType.Choice, Choices = [new Choice("eu", "Europe"), new Choice("us", "America")] },
            new Field("who", "Who", Required: false, Default: null, Pattern: null) { ShowWhen = [new FieldCondition("where", ["us"])] },
            new Field("team", "Team", Required: false, Default: "core", Pattern: null) { Hidden = true },
        ],
    };

    private static readonly Prefill All = new()
    {
        Flow = "production",
        Target = "owner",
        Privilege = Privilege.Admin,
        Duration = TimeSpan.FromHours(4),
        Reason = "The nightly batch hangs.",
        Fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "OPS-17", ["where"] = "us", ["who"] = "Cem", ["team"] = "other" },
    };

    [Fact]
    public void The_form_has_in_it_what_was_asked_for_before_and_asks_what_that_leads_to()
    {
        var form = AccessForm.Render([Forms.Flow("other"), Production], Production, certain: true, prefill: All);

        Assert.Equal(
            ["flow", "target:production", "privilege:production", "duration:production", "reason", "field.ticket", "field.where:production", "field.who"], form.Inputs());
        Assert.Equal("production", Chosen("flow"));
        Assert.Equal("owner", Chosen("target:production"));
        Assert.Equal("admin", Chosen("privilege:production"));
        Assert.Equal("14400", Chosen("duration:production"));
        Assert.Equal("us", Chosen("field.where:production"));
        Assert.Equal("The nightly batch hangs.", Written("reason"));
        Assert.Equal("OPS-17", Written("field.ticket"));
        Assert.Equal("Cem", Written("field.who"));
        Assert.True(All.FitsIn(Production));

        string? Chosen(string block) => Assert.IsType<StaticSelect>(form.Input(block).Element).InitialOption?.Value;
        string? Written(string block) => Assert.IsType<PlainTextInput>(form.Input(block).Element).InitialValue;
    }

    [Fact]
    public void What_the_form_does_not_take_any_more_is_left_out()
    {
        var old = All with
        {
            Target = "gone",
            Duration = TimeSpan.FromDays(9),
            Fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "no ticket", ["where"] = "moon", ["gone"] = "x" },
        };

        var form = AccessForm.Render([Production], Production, certain: true, prefill: old);

        Assert.False(old.FitsIn(Production));
        Assert.Null(Assert.IsType<StaticSelect>(form.Input("target:production").Element).InitialOption);
        Assert.Equal("1800", Assert.IsType<StaticSelect>(form.Input("duration:production").Element).InitialOption?.Value);
        Assert.Null(Assert.IsType<PlainTextInput>(form.Input("field.ticket").Element).InitialValue);
        Assert.Null(Assert.IsType<StaticSelect>(form.Input("field.where:production").Element).InitialOption);
    }

    [Fact]
    public void Nothing_is_filled_in_that_has_to_be_said_anew()
    {
        var emergency = Prefill.Of(new Story { Duration = TimeSpan.FromHours(2) }.Requested());

        Assert.Equal(("production", "production-admin", TimeSpan.FromHours(2)), (emergency.Flow, emergency.Target, emergency.Duration!.Value));
        Assert.DoesNotContain(
            AccessForm.Render([Production with { BreakGlass = new BreakGlass([], TimeSpan.FromHours(1)) }], Production with { BreakGlass = new BreakGlass([], TimeSpan.FromHours(1)) }, certain: true, prefill: All).Blocks.OfType<InputBlock>(),
            block => block.Element is Checkboxes && Drawn.Json<BlockElement>(block.Element).GetRawText().Contains("initial", StringComparison.Ordinal));
    }
}
