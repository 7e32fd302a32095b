using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;

namespace AccessBot.Slack.Conversation;

/// <summary>The window by which the holder of access asks for more time.</summary>
internal sealed class ExtendModal(ExtendAccess extend, Windows windows, Answers answers)
{
    /// <summary>Opens the window, or says why there is nothing to pick.</summary>
    public async Task OpenAsync(BlockActionRequest click, RequestId id, string where, CancellationToken cancel)
    {
        var (offer, refusal) = await extend.OfferAsync(id, click.User, where, cancel);
        if (offer is null)
        {
            await answers.TellAsync(click, Sentences.No(refusal!), cancel);
            return;
        }

        await windows.OpenAsync(click, ExtendForm.Render(offer), "more time", Sentences.ExtendLate, Buttons.ToExtend(id), Sentences.ExtendRefused, cancel);
    }

    /// <summary>What is wrong in the window: at its field or, where nothing in it can mend that, in its place.</summary>
    public async Task<SubmissionReply> CheckAsync(ViewSubmission submission, CancellationToken cancel)
    {
        var view = submission.View;
        var (more, reason) = ExtendForm.Read(view);
        var refusal = RequestId.TryParse(view.PrivateMetadata, out var id)
            ? await extend.WhyNotAsync(submission.Key, id, submission.User, more, reason, cancel)
            : Refusals.UnknownRequest();
        return refusal is null ? SubmissionReply.Fine
            : ExtendForm.BlockOf(refusal, view) is { } block ? SubmissionReply.Wrong(block, refusal.Sentence)
            : SubmissionReply.Fine with { Instead = ExtendForm.Say(Sentences.No(refusal)) };
    }

    /// <summary>Asks for it.</summary>
    public async Task AskAsync(ViewSubmission submission, DateTimeOffset sentAt, CancellationToken cancel)
    {
        var (more, reason) = ExtendForm.Read(submission.View);
        var refusal = RequestId.TryParse(submission.View.PrivateMetadata, out var id)
            ? (await extend.ExecuteAsync(submission.Key, id, submission.User, more, reason, sentAt, Windows.Place, cancel)).Refusal
            : Refusals.UnknownRequest();

        // The window is closed by now. What comes of it shows in the messages.
        if (refusal is not null)
        {
            await answers.WriteAsync(submission.User, Sentences.No(refusal), cancel);
        }
    }
}
