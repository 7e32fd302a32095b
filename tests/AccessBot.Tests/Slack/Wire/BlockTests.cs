using System.Text.Json;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using CsCheck;

namespace AccessBot.Tests.Slack.Wire;

public sealed class BlockTests
{
    private static readonly Option One = new("One", "1");

    [Fact]
    public void A_modal_is_written_as_slack_reads_it()
    {
        View view = new ModalView(
            "ask",
            "Ask for access",
            [
                new InputBlock("flow", "What", new StaticSelect("pick", [One]) { InitialOption = One }) { DispatchAction = true },
                new InputBlock("reason", "Why", new PlainTextInput("text") { Multiline = true, MinLength = 10 }) { Hint = "A ticket." },
                new ActionsBlock(new Button("go", "Go") { Value = "v", Style = ButtonStyle.Primary, Confirm = new Confirm("Sure?", Mrkdwn.Of($"*Really*"), "Yes", "No") }),
                new DividerBlock(),
            ],
            submit: "Ask")
        {
            PrivateMetadata = "meta",
        };

        var json = JsonSerializer.Serialize(view, SlackJson.Options);

        AssertJson(
            """
            {
              "type": "modal", "callback_id": "ask", "title": { "type": "plain_text", "text": "Ask for access" },
              "submit": { "type": "plain_text", "text": "Ask" }, "private_metadata": "meta",
              "blocks": [
                { "type": "input", "block_id": "flow", "label": { "type": "plain_text", "text": "What" }, "optional": false, "dispatch_action": true,
                  "element": { "type": "static_select", "action_id": "pick",
                    "options": [ { "text": { "type": "plain_text", "text": "One" }, "value": "1" } ],
                    "initial_option": { "text": { "type": "plain_text", "text": "One" }, "value": "1" } } },
                { "type": "input", "block_id": "reason", "label": { "type": "plain_text", "text": "Why" }, "optional": false, "dispatch_action": false,
                  "hint": { "type": "plain_text", "text": "A ticket." },
                  "element": { "type": "plain_text_input", "action_id": "text", "multiline": true, "min_length": 10 } },
                { "type": "actions", "elements": [
                  { "type": "button", "action_id": "go", "text": { "type": "plain_text", "text": "Go" }, "value": "v", "style": "primary",
                    "confirm": { "title": { "type": "plain_text", "text": "Sure?" }, "text": { "type": "mrkdwn", "text": "*Really*", "verbatim": true },
                                 "confirm": { "type": "plain_text", "text": "Yes" }, "deny": { "type": "plain_text", "text": "No" } } } ] },
                { "type": "divider" }
              ]
            }
            """,
            json);
    }

    [Fact]
    public void Whatever_somebody_writes_fits_where_it_is_shown() =>
        HostileText.Any.Sample(text =>
        {
            Assert.InRange(Length(new HeaderBlock(text).Text), 1, 150);
            Assert.InRange(Length(new Button("a", text).Text), 1, 75);
            Assert.InRange(Length(new Option(text, "v") { Description = text }.Description!), 1, 75);
            Assert.InRange(Length(new ModalView("c", text, [], submit: text, close: text).Title), 1, 24);
            Assert.InRange(Length(new InputBlock("b", text, new PlainTextInput("a")).Label), 1, 2000);
            Assert.InRange(SlackText.Length(((Mrkdwn)new SectionBlock(Mrkdwn.Of($"{text}{text}")).Text!).Text), 1, 3000);
            Assert.InRange(SlackText.Length(((Mrkdwn)new SectionBlock([Mrkdwn.Quote(text)]).Fields![0]).Text), 1, 2000);
            Assert.InRange(SlackText.Length(new Message(Mrkdwn.Of($"{text}{text}")).Text.Text), 1, 4000);
            JsonElement.Parse(JsonSerializer.Serialize(new PlainTextInput("a") { InitialValue = text }, SlackJson.Options));
        });

    [Fact]
    public void What_can_not_be_cut_is_refused()
    {
        var long75 = new string('x', 76);

        Assert.Throws<ArgumentException>(() => new Option("x", long75));
        Assert.Throws<ArgumentException>(() => new Option("x", ""));
        Assert.Throws<ArgumentException>(() => new Button("a", "x") { Value = new string('x', 2001) });
        Assert.Throws<ArgumentException>(() => new Button(new string('x', 256), "x"));
        Assert.Throws<ArgumentException>(() => new Button("", "x"));
        Assert.Throws<ArgumentException>(() => new DividerBlock { BlockId = new string('x', 256) });
        Assert.Throws<ArgumentException>(() => new ModalView("c", "t", []) { PrivateMetadata = new string('x', 3001) });
        Assert.Throws<ArgumentException>(() => new ModalView(new string('x', 256), "t", []));
    }

    [Fact]
    public void Slack_counts_code_points_so_a_value_of_emoji_may_be_as_long() =>
        Assert.Equal(2000, SlackText.Length(new Button("a", "x") { Value = string.Concat(Enumerable.Repeat("😀", 2000)) }.Value!));

    [Fact]
    public void Too_many_of_anything_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Message(Mrkdwn.Of($"x"), Blocks(51)));
        Assert.Equal(50, new Message(Mrkdwn.Of($"x"), Blocks(50)).Blocks.Count);
        Assert.Throws<ArgumentException>(() => new ModalView("c", "t", Blocks(101)));
        Assert.Equal(100, new HomeView(Blocks(100)).Blocks.Count);
        Assert.Throws<ArgumentException>(() => new StaticSelect("a", [.. Enumerable.Repeat(One, 101)]));
        Assert.Throws<ArgumentException>(() => new StaticSelect("a", Array.Empty<Option>()));
        Assert.Throws<ArgumentException>(() => new ActionsBlock([.. Enumerable.Repeat(new Button("a", "x"), 26)]));
        Assert.Throws<ArgumentException>(() => new ContextBlock([.. Enumerable.Repeat(Mrkdwn.Of($"x"), 11)]));
        Assert.Throws<ArgumentException>(() => new SectionBlock(Enumerable.Repeat(Mrkdwn.Of($"x"), 11)));
    }

    [Fact]
    public void What_slack_would_refuse_for_its_shape_is_refused()
    {
        var input = new InputBlock("b", "x", new PlainTextInput("a"));

        Assert.Throws<ArgumentException>(() => new ModalView("c", "t", [input]));
        Assert.Throws<ArgumentException>(() => new ModalView("c", "t", [input, input], submit: "s"));
        Assert.Throws<ArgumentException>(() => new StaticSelect("a", [One]) { InitialOption = new Option("Two", "2") });
        Assert.Throws<ArgumentException>(() => new PlainTextInput("a") { MaxLength = 3001 });
    }

    private static Block[] Blocks(int count) => [.. Enumerable.Repeat(new DividerBlock(), count)];

    private static int Length(PlainText text) => SlackText.Length(text.Text);

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), actual);
}
