using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Conversation;

/// <summary>The window by which the holder of access asks for more time.</summary>
internal sealed partial class ExtendModal(ExtendAccess extend, ISlackApiClient slack, Answers answers, ILogger<ExtendModal> logger)
{
    /// <summary>What the audit trail says where something was done in a window.</summary>
    private const string InModal = "modal";

    /// <summary>Opens the window, or says why there is nothing to pick.</summary>
    public async Task OpenAsync(BlockActionRequest click, RequestId id, CancellationToken cancel)
    {
        var (offer, refusal) = await extend.OfferAsync(id, click.User, cancel);
        if (offer is null)
        {
            await answers.TellAsync(click, Sentences.No(refusal!), cancel);
            return;
        }

        try
        {
            _ = click.TriggerId is { } trigger
                ? await slack.ViewsOpenAsync(trigger, ExtendForm.Render(offer), cancel)
                : throw new SlackApiException("views.open", "invalid_trigger_id");
        }
        catch (SlackApiException e) when (DeadTriggers.Is(e))
        {
            // A new click has a new trigger, wherever it is made.
            Log.TooLate(logger, e.Error);
            await answers.TellAsync(click, Sentences.ExtendLate, cancel, Buttons.ToExtend(id));
        }
        catch (SlackApiException e)
        {
            Log.Refused(logger, e, e.Error);
            await answers.TellAsync(click, Sentences.ExtendRefused(e.Error), cancel);
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e);
            await answers.TellAsync(click, Sentences.ExtendLate, cancel, Buttons.ToExtend(id));
        }
    }

    /// <summary>What is wrong in the window: at its field or, where nothing in it can mend that, in its place.</summary>
    public async Task<SubmissionReply> CheckAsync(ViewSubmission submission, CancellationToken cancel)
    {
        var view = submission.View;
        var (more, reason) = ExtendForm.Read(view);
        var refusal = RequestId.TryParse(view.PrivateMetadata, out var id)
            ? await extend.WhyNotAsync(KeyOf(submission), id, submission.User, more, reason, cancel)
            : Refusals.UnknownRequest();
        return refusal is null ? SubmissionReply.Fine
            : ExtendForm.BlockOf(refusal, view) is { } block ? new SubmissionReply(new Dictionary<string, string>(StringComparer.Ordinal) { [block] = refusal.Sentence })
            : SubmissionReply.Fine with { Instead = ExtendForm.Say(Sentences.No(refusal)) };
    }

    /// <summary>Asks for it.</summary>
    public async Task AskAsync(ViewSubmission submission, DateTimeOffset sentAt, CancellationToken cancel)
    {
        var (more, reason) = ExtendForm.Read(submission.View);
        var refusal = RequestId.TryParse(submission.View.PrivateMetadata, out var id)
            ? (await extend.ExecuteAsync(KeyOf(submission), id, submission.User, more, reason, sentAt, InModal, cancel)).Refusal
            : Refusals.UnknownRequest();

        // The window is closed by now. What comes of it shows in the messages.
        if (refusal is not null)
        {
            await answers.WriteAsync(submission.User, Sentences.No(refusal), cancel);
        }
    }

    /// <summary>The view's id names its submission: it is closed by one that is taken.</summary>
    private static string KeyOf(ViewSubmission submission) => $"view:{submission.View.Id}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The window for more time was not opened: {Error}. The person is given the button again")]
        public static partial void TooLate(ILogger logger, string error);

        [LoggerMessage(LogLevel.Error, "The window for more time was not opened: Slack refuses it with {Error}")]
        public static partial void Refused(ILogger logger, Exception e, string error);

        [LoggerMessage(LogLevel.Warning, "The window for more time was not opened: Slack does not answer")]
        public static partial void Unavailable(ILogger logger, Exception e);
    }
}
