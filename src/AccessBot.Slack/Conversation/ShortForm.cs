using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>A message in short, for when Slack doesn't take the whole: how it begins, and its buttons. Pure.</summary>
/// <remarks>A request's message begins with its state, who asks and for what. Why they ask is what may be long, and is left out.</remarks>
internal static class ShortForm
{
    private const int Beginning = 600;

    public static Message Of(Message whole)
    {
        var beginning = whole.Blocks.OfType<SectionBlock>().FirstOrDefault()?.Text as Mrkdwn ?? whole.Text;
        var text = Mrkdwn.Of($"{beginning.Fit(Beginning)}\nSlack doesn't take the rest of this message.");
        return new Message(text, [new SectionBlock(text), .. whole.Blocks.OfType<ActionsBlock>()]);
    }
}
