using AccessBot.Core.People;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Conversation;

/// <summary>Tells one person something, where nobody else sees it. What was done stands, whether this arrives or not.</summary>
internal sealed partial class Answers(ISlackApiClient slack, ILogger<Answers> logger)
{
    /// <summary>
    /// Beside what they clicked or typed: by the response_url, else as an ephemeral message in the channel; where it was in App Home, which
    /// has neither, in a window, else in the direct message, as for a shortcut that is used from anywhere. Else not at all.
    /// </summary>
    /// <param name="deed">What they did.</param>
    /// <param name="text">What to say.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="offer">What they can do next.</param>
    public Task TellAsync(Interaction deed, Mrkdwn text, CancellationToken cancel, params IReadOnlyList<Button> offer) => TellAsync(deed, Say(text, offer), cancel);

    /// <inheritdoc cref="TellAsync(Interaction, Mrkdwn, CancellationToken, IReadOnlyList{Button})"/>
    public async Task TellAsync(Interaction deed, Message message, CancellationToken cancel)
    {
        var channel = deed switch
        {
            SlashCommand command => command.ChannelId,
            BlockActionRequest click => click.ChannelId,
            ShortcutRequest shortcut => shortcut.Message?.Place.Channel,
            _ => null,
        };
        var told = (deed.ResponseUrl is { } url && await TryAsync(() => slack.RespondAsync(url, new ResponseMessage(message), cancel)))
            || (channel is not null && await TryAsync(() => slack.ChatPostEphemeralAsync(channel, deed.User, message, cancel)))
            || (deed is ShortcutRequest && await TryAsync(() => PostAsync(deed.User, message, cancel)))
            || (deed is BlockActionRequest { View: not null } && await InWindowAsync(deed, message, cancel));
        if (!told)
        {
            Log.NotTold(logger, deed.User);
        }
    }

    /// <summary>In the direct message with AccessBot, for what has no place beside it.</summary>
    /// <exception cref="SlackUnavailableException">Slack doesn't answer; it may later.</exception>
    public async Task WriteAsync(SlackUserId person, Mrkdwn text, CancellationToken cancel)
    {
        try
        {
            await PostAsync(person, Say(text, []), cancel);
        }
        catch (SlackApiException e)
        {
            Log.Refused(logger, e, e.Method, e.Error);
            Log.NotTold(logger, person);
        }
    }

    private async Task<bool> InWindowAsync(Interaction deed, Message message, CancellationToken cancel) =>
        (deed.TriggerId is { } trigger && await TryAsync(() => slack.ViewsOpenAsync(trigger, new ModalView("told", "AccessBot", message.Blocks, close: Sentences.Close), cancel)))
        || await TryAsync(() => PostAsync(deed.User, message, cancel));

    private static Message Say(Mrkdwn text, IReadOnlyList<Button> offer) =>
        offer.Count == 0 ? new(text, new SectionBlock(text)) : new(text, new SectionBlock(text), new ActionsBlock([.. offer]));

    private async Task PostAsync(SlackUserId person, Message message, CancellationToken cancel) =>
        await slack.ChatPostMessageAsync(await slack.ConversationsOpenAsync(person, cancel), message, threadTs: null, cancel);

    private async Task<bool> TryAsync(Func<Task> tell)
    {
        try
        {
            await tell();
            return true;
        }
        catch (SlackApiException e)
        {
            Log.Refused(logger, e, e.Method, e.Error);
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, e.Method);
        }
        catch (ArgumentException)
        {
            // The address is not Slack's: nothing is sent there, and it is not written down either.
            Log.ForeignAddress(logger);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{User} could not be told in Slack what came of what they did")]
        public static partial void NotTold(ILogger logger, SlackUserId user);

        [LoggerMessage(LogLevel.Information, "An answer was refused by {Method}: {Error}")]
        public static partial void Refused(ILogger logger, Exception e, string method, string error);

        [LoggerMessage(LogLevel.Information, "An answer could not be sent: Slack does not answer {Method}")]
        public static partial void Unavailable(ILogger logger, Exception e, string method);

        [LoggerMessage(LogLevel.Warning, "A payload has a response_url that is not Slack's; nothing is sent to it")]
        public static partial void ForeignAddress(ILogger logger);
    }
}
