using AccessBot.Core.Audit;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Words behind the slash command: an admin says who somebody is in OneLogin, and is shown whom that was found to be.</summary>
internal sealed class LinkStep(LinkPerson link, Answers answers)
{
    /// <summary>Done twice it is the same link.</summary>
    public async Task HandleAsync(SlashCommand command, LinkText wish, CancellationToken cancel)
    {
        var (by, refusal) = await link.JudgeAsync(command.User, command.ChannelId ?? "command", command.Text, cancel);
        await answers.TellAsync(command, refusal is null ? await DoAsync(by, wish, cancel) : Sentences.No(refusal), cancel);
    }

    private async Task<Mrkdwn> DoAsync(Actor by, LinkText wish, CancellationToken cancel)
    {
        if (wish.Whom is { } whom)
        {
            var (pair, no) = await link.LinkAsync(by, wish.Who, whom, wish.Replaces, cancel);
            return pair is not null ? Sentences.Linked(pair) : Sentences.No(no!);
        }

        var (person, why) = await link.UnlinkAsync(by, wish.Who, cancel);
        return person is not null ? Sentences.Unlinked(person) : Sentences.No(why!);
    }
}
