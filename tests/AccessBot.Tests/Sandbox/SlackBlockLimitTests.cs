using System.Text.Json.Nodes;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackBlockLimitTests
{
    private const string Astral = "\U0001F511";

    public static TheoryData<string, string, int> Limits { get; } = new()
    {
        { """{"type":"section","text":{"type":"mrkdwn","text":"@"}}""", "/blocks/0/text/text", 3000 },
        { """{"type":"section","fields":[{"type":"mrkdwn","text":"@"}]}""", "/blocks/0/fields/0/text", 2000 },
        { """{"type":"header","text":{"type":"plain_text","text":"@"}}""", "/blocks/0/text/text", 150 },
        { """{"type":"divider","block_id":"@"}""", "/blocks/0/block_id", 255 },
        { Action("""{"type":"button","text":{"type":"plain_text","text":"@"}}"""), "/blocks/0/elements/0/text/text", 75 },
        { Action("""{"type":"button","action_id":"@","text":{"type":"plain_text","text":"a"}}"""), "/blocks/0/elements/0/action_id", 255 },
        { Action("""{"type":"button","value":"@","text":{"type":"plain_text","text":"a"}}"""), "/blocks/0/elements/0/value", 2000 },
        { Action("""{"type":"static_select","options":[{"text":{"type":"plain_text","text":"@"},"value":"a"}]}"""), "/blocks/0/elements/0/options/0/text/text", 75 },
        { Action("""{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":"@"}]}"""), "/blocks/0/elements/0/options/0/value", 75 },
        { Action("""{"type":"users_select","placeholder":{"type":"plain_text","text":"@"}}"""), "/blocks/0/elements/0/placeholder/text", 150 },
        { """{"type":"input","label":{"type":"plain_text","text":"@"},"element":{"type":"plain_text_input"}}""", "/blocks/0/label/text", 2000 },
        { """{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"plain_text_input","initial_value":"@"}}""", "/blocks/0/element/initial_value", 3000 },
        { """{"type":"markdown","text":"@"}""", "/blocks/0/text", 12_000 },
        { Confirm("title", "@"), "/blocks/0/elements/0/confirm/title/text", 100 },
        { Confirm("text", "@"), "/blocks/0/elements/0/confirm/text/text", 300 },
        { Confirm("confirm", "@"), "/blocks/0/elements/0/confirm/confirm/text", 30 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_text_may_be_as_long_as_its_limit_counted_in_code_points_and_no_longer(string block, string pointer, int limit)
    {
        var atLimit = Check("[" + block.Replace("@", string.Concat(Enumerable.Repeat(Astral, limit)), StringComparison.Ordinal) + "]");
        var over = Check("[" + block.Replace("@", string.Concat(Enumerable.Repeat(Astral, limit + 1)), StringComparison.Ordinal) + "]");

        Assert.Empty(atLimit);
        Assert.Equal([$"must be less than {limit + 1} characters [json-pointer:{pointer}]"], over);
    }

    [Theory]
    [InlineData("message", 50)]
    [InlineData("modal", 100)]
    [InlineData("home", 100)]
    public void A_surface_holds_so_many_blocks(string surface, int limit)
    {
        var atLimit = Check(Many("""{"type":"divider"}""", limit), surface);
        var over = Check(Many("""{"type":"divider"}""", limit + 1), surface);

        Assert.Empty(atLimit);
        Assert.Equal([$"no more than {limit} items allowed [json-pointer:/blocks]"], over);
    }

    [Theory]
    [InlineData("""{"type":"context","elements":#}""", """{"type":"mrkdwn","text":"a"}""", 10)]
    [InlineData("""{"type":"actions","elements":#}""", """{"type":"button","text":{"type":"plain_text","text":"a"}}""", 25)]
    [InlineData("""{"type":"section","fields":#}""", """{"type":"mrkdwn","text":"a"}""", 10)]
    [InlineData("""{"type":"actions","elements":[{"type":"static_select","options":#}]}""", """{"text":{"type":"plain_text","text":"a"},"value":"a"}""", 100)]
    [InlineData("""{"type":"actions","elements":[{"type":"overflow","options":#}]}""", """{"text":{"type":"plain_text","text":"a"},"value":"a"}""", 5)]
    [InlineData("""{"type":"actions","elements":[{"type":"radio_buttons","options":#}]}""", """{"text":{"type":"plain_text","text":"a"},"value":"a"}""", 10)]
    public void A_list_holds_so_many_items_and_at_least_one(string block, string item, int limit)
    {
        Assert.Empty(Check("[" + block.Replace("#", Many(item, limit), StringComparison.Ordinal) + "]"));
        Assert.Contains($"no more than {limit} items allowed", Assert.Single(Check("[" + block.Replace("#", Many(item, limit + 1), StringComparison.Ordinal) + "]")), StringComparison.Ordinal);
        Assert.NotEmpty(Check("[" + block.Replace("#", "[]", StringComparison.Ordinal) + "]"));
    }

    [Theory]
    [InlineData("""[{"type":"sektion"}]""", "unsupported type: sektion [json-pointer:/blocks/0/type]")]
    [InlineData("""[{"type":"section"}]""", "missing required field: text [json-pointer:/blocks/0]")]
    [InlineData("""[{"type":"section","text":{"type":"mrkdwn","text":""}}]""", "must be more than 0 characters [json-pointer:/blocks/0/text/text]")]
    [InlineData("""[{"type":"section","text":{"type":"mrkdwn","text":"a"},"colour":"red"}]""", "invalid additional property: colour [json-pointer:/blocks/0]")]
    [InlineData("""[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]""", "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]")]
    [InlineData("""[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]""", "`block_id` a already exists [json-pointer:/blocks/1/block_id]")]
    [InlineData("""[{"type":"actions","elements":[{"type":"plain_text_input"}]}]""", "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]")]
    [InlineData("""[{"type":"section","text":"a"}]""", "missing required field: type [json-pointer:/blocks/0/text]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"number_input","is_decimal_allowed":false,"min_value":1}}]""", "must be a string with a number [json-pointer:/blocks/0/element/min_value]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"number_input","is_decimal_allowed":false,"initial_value":"1.5"}}]""", "must be a string with a number [json-pointer:/blocks/0/element/initial_value]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"number_input","is_decimal_allowed":true,"min_value":"2.5","max_value":"2"}}]""", "must not be greater than max_value [json-pointer:/blocks/0/element/min_value]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"number_input"}}]""", "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"plain_text_input","dispatch_action_config":{"trigger_actions_on":["on_blur"]}}}]""", "must be one of: on_enter_pressed, on_character_entered [json-pointer:/blocks/0/element/dispatch_action_config/trigger_actions_on/0]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"multi_users_select","initial_users":["U0ANA"],"max_selected_items":0}}]""", "must be a number from 1 to 2147483647 [json-pointer:/blocks/0/element/max_selected_items]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"multi_external_select","initial_options":[]}}]""", "no fewer than 1 items required [json-pointer:/blocks/0/element/initial_options]")]
    [InlineData("""[{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"multi_external_select","initial_options":[{"value":"a"}]}}]""", "missing required field: text [json-pointer:/blocks/0/element/initial_options/0]")]
    [InlineData("""[{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"datetimepicker"}}]""", "unsupported type: datetimepicker [json-pointer:/blocks/0/accessory/type]")]
    [InlineData("""[7]""", "must be an object [json-pointer:/blocks/0]")]
    public void A_block_that_Slack_would_not_know_is_pointed_at(string blocks, string error) => Assert.Equal([error], Check(blocks));

    [Fact]
    public void An_initial_option_has_to_be_one_of_the_options()
    {
        var blocks = """[{"type":"actions","elements":[{"type":"static_select","options":[{"text":{"type":"plain_text","text":"A"},"value":"a"}],"initial_option":{"text":{"type":"plain_text","text":"A"},"value":"b"}}]}]""";

        Assert.Contains("initial option must match", Assert.Single(Check(blocks)), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_each_short_enough_may_be_too_long_together()
    {
        var blocks = JsonNode.Parse(Many($$$"""{"type":"section","text":{"type":"mrkdwn","text":"{{{new string('a', 2900)}}}"}}""", 5))!.ToElement();

        var exception = Assert.Throws<SlackApiException>(() => MessageContent.Read("a", blocks, new(TimeProvider.System)));

        Assert.Equal("msg_blocks_too_long", exception.Error);
    }

    [Theory]
    [InlineData("""{"type":"section"}""")]
    [InlineData("\"no array\"")]
    public void Blocks_are_an_array_or_the_text_of_one(string blocks)
    {
        var exception = Assert.Throws<SlackApiException>(() => MessageContent.Read("a", global::AccessBot.Sandbox.Slack.Json.Parse(blocks), new(TimeProvider.System)));

        Assert.Equal("invalid_blocks_format", exception.Error);
    }

    private static string Action(string element) => $$"""{"type":"actions","elements":[{{element}}]}""";

    private static string Confirm(string part, string text)
    {
        var confirm = new JsonObject();
        foreach (var name in (string[])["title", "text", "confirm", "deny"])
        {
            confirm[name] = new JsonObject { ["type"] = "plain_text", ["text"] = name == part ? text : "a" };
        }

        return Action($$$"""{"type":"button","text":{"type":"plain_text","text":"a"},"confirm":{{{confirm.ToJsonString()}}}}""");
    }

    private static string Many(string item, int count) => "[" + string.Join(',', Enumerable.Repeat(item, count)) + "]";

    private static IReadOnlyList<string> Check(string blocks, string surface = "message")
    {
        var errors = new BlockErrors();
        BlockValidator.Check(global::AccessBot.Sandbox.Slack.Json.Parse(blocks), errors, "/blocks", surface);
        return errors.All;
    }
}
