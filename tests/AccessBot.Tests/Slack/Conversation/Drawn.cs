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

    /// <summary>Fails unless the text, which is all that notifications and screen readers have, says what the blocks say. More than it has room for it need not.</summary>
    public static void SaysInItsTextWhatItShows(this Message message)
    {
        var shown = message.Blocks.SelectMany(block => block switch
        {
            SectionBlock section => [section.Text!.Text],
            HeaderBlock header => [header.Text.Text],
            ContextBlock context => context.Elements.Select(element => element.Text),
            _ => Array.Empty<string>(),
        }).Where(words => words != Mrkdwn.Empty.Text).ToList();
        Assert.NotEqual(Mrkdwn.Empty.Text, message.Text.Text);
        if (shown.Sum(words => words.Length) < 3800 && shown.TrueForAll(words => words.Length < 2900))
        {
            Assert.All(shown, words => Assert.Contains(words, message.Text.Text, StringComparison.Ordinal));
        }
    }

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
