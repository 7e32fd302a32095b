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
    /// has neither, in a window, else in the direct message. Else not at all.
    /// </summary>
    public Task TellAsync(Interaction deed, Mrkdwn text, CancellationToken cancel) => TellAsync(deed, Say(text), cancel);

    /// <summary>As <see cref="TellAsync(Interaction, Mrkdwn, CancellationToken)"/>, with something to click.</summary>
    public Task OfferAsync(Interaction deed, Mrkdwn text, Button button, CancellationToken cancel) =>
        TellAsync(deed, new Message(text, new SectionBlock(text), new ActionsBlock([button])), cancel);

    private async Task TellAsync(Interaction deed, Message message, CancellationToken cancel)
    {
        var channel = deed switch
        {
            SlashCommand command => command.ChannelId,
            BlockActionRequest click => click.ChannelId,
            _ => null,
        };
        var told = (deed.ResponseUrl is { } url && await TryAsync(() => slack.RespondAsync(url, new ResponseMessage(message), cancel)))
            || (channel is not null && await TryAsync(() => slack.ChatPostEphemeralAsync(channel, deed.User, message, cancel)))
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
            await slack.ChatPostMessageAsync(await slack.ConversationsOpenAsync(person, cancel), Say(text), threadTs: null, cancel);
        }
        catch (SlackApiException e)
        {
            Log.Refused(logger, e, e.Method, e.Error);
            Log.NotTold(logger, person);
        }
    }

    private async Task<bool> InWindowAsync(Interaction deed, Message message, CancellationToken cancel) =>
        (deed.TriggerId is { } trigger && await TryAsync(() => slack.ViewsOpenAsync(trigger, new ModalView("told", "AccessBot", message.Blocks, close: Sentences.Close), cancel)))
        || await TryAsync(async () => await slack.ChatPostMessageAsync(await slack.ConversationsOpenAsync(deed.User, cancel), message, threadTs: null, cancel));

    private static Message Say(Mrkdwn text) => new(text, new SectionBlock(text));

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
