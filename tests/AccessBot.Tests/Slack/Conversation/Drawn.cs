using System.Text.Json;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>What a message or a form says and offers, for a test to look at.</summary>
internal static class Drawn
{
    /// <summary>All that the blocks of a message say, one line each.</summary>
    public static string Words(this Message message) =>
        string.Join('\n', message.Blocks.OfType<SectionBlock>().Select(block => ((Mrkdwn)block.Text!).Text));

    public static IReadOnlyList<Button> Buttons(this Message message) =>
        [.. message.Blocks.OfType<ActionsBlock>().SelectMany(block => block.Elements).Cast<Button>()];

    public static IReadOnlyList<string> Actions(this Message message) => [.. message.Buttons().Select(button => button.ActionId)];

    public static InputBlock Input(this ModalView view, string blockId) => view.Blocks.OfType<InputBlock>().Single(block => block.BlockId == blockId);

    public static IReadOnlyList<string> Inputs(this ModalView view) => [.. view.Blocks.OfType<InputBlock>().Select(block => block.BlockId!)];

    public static string Sentence(this ModalView view) => string.Join('\n', view.Blocks.OfType<SectionBlock>().Select(block => block.Text switch
    {
        PlainText plain => plain.Text,
        Mrkdwn marked => marked.Text,
        _ => "",
    }));

    public static JsonElement Json<T>(T wire) => JsonSerializer.SerializeToElement(wire, SlackJson.Options);
}
