using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Conversation;

/// <summary>Opens the window that a click leads to, or says why it can't be opened.</summary>
internal sealed partial class Windows(ISlackApiClient slack, Answers answers, ILogger<Windows> logger)
{
    /// <summary>What the audit trail says where something was done in a window.</summary>
    public const string Place = "modal";

    /// <param name="click">The click.</param>
    /// <param name="view">The window.</param>
    /// <param name="what">What it is for, for the log: "a decision".</param>
    /// <param name="late">What is said when the time for it is over, beside a button.</param>
    /// <param name="again">The button: a new click has a new trigger, wherever it is made.</param>
    /// <param name="refused">What is said when Slack refuses it, by Slack's code.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task OpenAsync(BlockActionRequest click, ModalView view, string what, Mrkdwn late, Button again, Func<string, Mrkdwn> refused, CancellationToken cancel)
    {
        try
        {
            _ = click.TriggerId is { } trigger
                ? await slack.ViewsOpenAsync(trigger, view, cancel)
                : throw new SlackApiException("views.open", "invalid_trigger_id");
        }
        catch (SlackApiException e) when (DeadTriggers.Is(e))
        {
            Log.TooLate(logger, what, e.Error);
            await answers.TellAsync(click, late, cancel, again);
        }
        catch (SlackApiException e)
        {
            Log.Refused(logger, e, what, e.Error);
            await answers.TellAsync(click, refused(e.Error), cancel);
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, what);
            await answers.TellAsync(click, late, cancel, again);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The window for {What} was not opened: {Error}. The person is given a button that opens it")]
        public static partial void TooLate(ILogger logger, string what, string error);

        [LoggerMessage(LogLevel.Error, "The window for {What} was not opened: Slack refuses it with {Error}")]
        public static partial void Refused(ILogger logger, Exception e, string what, string error);

        [LoggerMessage(LogLevel.Warning, "The window for {What} was not opened: Slack does not answer")]
        public static partial void Unavailable(ILogger logger, Exception e, string what);
    }
}
