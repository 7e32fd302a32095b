using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;

namespace AccessBot.Slack.Conversation;

/// <summary>The window between an approver's click and their decision, where more than yes or no is asked.</summary>
internal sealed class DecisionModal(RulesInForce rules, ReviewRequest review, IRequestStore store, Windows windows, Answers answers, TimeProvider clock)
{
    /// <summary>Opens the window, if this click leads to one by the rules of now and its author may decide.</summary>
    /// <returns>False if there is nothing to ask: the click is the decision.</returns>
    public async Task<bool> OpenAsync(BlockActionRequest click, RequestId id, CancellationToken cancel)
    {
        if (click.ActionId is not (Buttons.Approve or Buttons.ApproveForLess or Buttons.Deny)
            || await store.FindAsync(id, cancel) is not { } request
            || rules.Current.FindFlow(request.Flow) is not { } flow
            || !Asks(click.ActionId, flow))
        {
            // Without a request or a flow, the decision says so.
            return false;
        }

        if (await review.WhyNotAsync(id, click.User, click.ChannelId ?? Windows.Place, click.ActionId is not Buttons.Deny, terms: null, cancel) is { } refusal)
        {
            await answers.TellAsync(click, Sentences.NotDone(refusal), cancel);
            return true;
        }

        await windows.OpenAsync(
            click, DecisionForm.Render(click.ActionId, request, flow, clock.GetUtcNow()), "a decision", Sentences.ClickAgain, Buttons.Repeat(click, Sentences.OpenTheWindow), Sentences.DecisionRefused, cancel);
        return true;
    }

    /// <summary>What is wrong in the window: at its field or, where nothing in it can mend that, in its place.</summary>
    public async Task<SubmissionReply> CheckAsync(ViewSubmission submission, CancellationToken cancel)
    {
        var view = submission.View;
        var refusal = RequestId.TryParse(view.PrivateMetadata, out var id)
            ? WhyUnread(view) ?? await review.WhyNotAsync(id, submission.User, Windows.Place, Approves(view), DecisionForm.Read(view), cancel)
            : Refusals.UnknownRequest();
        return refusal is null ? SubmissionReply.Fine
            : DecisionForm.BlockOf(refusal, view) is { } block ? SubmissionReply.Wrong(block, refusal.Sentence)
            : SubmissionReply.Fine with { Instead = DecisionForm.Say(view.CallbackId, Sentences.NotDone(refusal)) };
    }

    /// <summary>Decides as the window says.</summary>
    public async Task DecideAsync(ViewSubmission submission, CancellationToken cancel)
    {
        var view = submission.View;
        var refusal = RequestId.TryParse(view.PrivateMetadata, out var id)
            ? WhyUnread(view) ?? await review.DecideAsync(id, submission.User, Windows.Place, Approves(view), DecisionForm.Read(view), cancel)
            : Refusals.UnknownRequest();

        // The window is closed by now.
        if (refusal is not null)
        {
            await answers.WriteAsync(submission.User, Sentences.NotDone(refusal), cancel);
        }
        else if (Approves(view) && await store.FindAsync(id, cancel) is { State: RequestState.Requested } open)
        {
            await answers.WriteAsync(submission.User, Sentences.Counted(open.ApprovalsHave, open.ApprovalsNeed), cancel);
        }
    }

    private static bool Asks(string verb, Flow flow) => verb switch
    {
        Buttons.ApproveForLess => true,
        Buttons.Approve => flow.DecisionMessage == DecisionMessage.Required,
        _ => flow.DecisionMessage != DecisionMessage.Off,
    };

    private static bool Approves(ViewPayload view) => DecisionForm.VerbOf(view.CallbackId) is not Buttons.Deny;

    private static Refusal? WhyUnread(ViewPayload view) =>
        DecisionForm.Read(view).Duration is { } none && none <= TimeSpan.Zero ? Refusals.NoDecisionDuration() : null;
}
