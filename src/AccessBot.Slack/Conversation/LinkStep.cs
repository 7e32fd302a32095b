using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Words behind the slash command: an admin says who somebody is in OneLogin, and is shown whom that was found to be.</summary>
internal sealed class LinkStep(LinkPerson link, Answers answers)
{
    /// <summary>Done twice it is the same link.</summary>
    public async Task HandleAsync(SlashCommand command, CancellationToken cancel) => await answers.TellAsync(command, LinkText.Read(command.Text) switch
    {
        null => Sentences.WhatCanBeTyped(command.Command),
        { Whom: { } whom } wish => await LinkAsync(command, wish, whom, cancel),
        var wish => await UnlinkAsync(command, wish, cancel),
    }, cancel);

    private async Task<Mrkdwn> LinkAsync(SlashCommand command, LinkText wish, string whom, CancellationToken cancel)
    {
        var (pair, refusal) = await link.LinkAsync(command.User, Where(command), wish.Who, whom, wish.Replaces, cancel);
        return pair is not null ? Sentences.Linked(pair) : Sentences.No(refusal!);
    }

    private async Task<Mrkdwn> UnlinkAsync(SlashCommand command, LinkText wish, CancellationToken cancel)
    {
        var (person, refusal) = await link.UnlinkAsync(command.User, Where(command), wish.Who, cancel);
        return person is not null ? Sentences.Unlinked(person) : Sentences.No(refusal!);
    }

    private static string Where(SlashCommand command) => command.ChannelId ?? "command";
}
