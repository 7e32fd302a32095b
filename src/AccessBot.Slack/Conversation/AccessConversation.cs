using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Home;
using AccessBot.Slack.Manifest;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Conversation;

/// <summary>Which deed leads to which step, and that nobody who did something is left without an answer.</summary>
internal sealed class AccessConversation(
    IOptionsMonitor<SlackOptions> options,
    AccessModal modal,
    DecisionModal decisions,
    ExtendModal extend,
    CommandStep commands,
    SubmitRequest submit,
    ReviewRequest review,
    ReviewBreakGlass reviewed,
    CancelRequest withdraw,
    RevokeAccess revoke,
    AskAgain again,
    IRequestStore store,
    HomeStep home,
    Answers answers) : IConversation
{
    /// <summary>What the audit trail says where something was done in App Home.</summary>
    private const string AtHome = "home";

    public bool Knows(SlackPayload payload) => payload switch
    {
        SlashCommand command => string.Equals(command.Command, options.CurrentValue.Command, StringComparison.Ordinal),
        BlockActionRequest click => IsInForm(click) || Buttons.Knows(click.ActionId),
        ShortcutRequest shortcut => SlackShortcut.All.Any(known => known.CallbackId == shortcut.CallbackId),
        BlockOptionsRequest menu => FormMenus.Knows(menu.ActionId),
        ViewSubmission submission => IsForm(submission) || IsForMore(submission) || DecisionForm.Knows(submission.View.CallbackId),
        HomeOpened => true,
        _ => false,
    };

    public async Task<SubmissionReply> CheckSubmissionAsync(ViewSubmission submission, CancellationToken cancel)
    {
        if (IsForMore(submission))
        {
            return await extend.CheckAsync(submission, cancel);
        }

        if (!IsForm(submission))
        {
            return await decisions.CheckAsync(submission, cancel);
        }

        if (await modal.RedrawAsync(submission, cancel) is { } other)
        {
            return SubmissionReply.Fine with { Instead = other };
        }

        var refusals = await submit.PreviewAsync(submission.Key, submission.User, FormReading.Read(submission.View), cancel);
        return refusals.Count == 0 ? SubmissionReply.Fine : FormReading.Errors(refusals, submission.View);
    }

    public Task<BlockOptions> OptionsAsync(BlockOptionsRequest request, CancellationToken cancel) => modal.SuggestAsync(request, cancel);

    public async Task HandleAsync(Interaction interaction, Delivery delivery, CancellationToken cancel)
    {
        try
        {
            await (interaction switch
            {
                SlashCommand command => commands.HandleAsync(command, isRepeated: delivery.Attempts > 1, cancel),
                ShortcutRequest shortcut => modal.OpenAsync(shortcut, shortcut.Message is { } about ? new Prefill { Reason = MessageReason.Of(about) } : Prefill.None, cancel),
                BlockActionRequest click when IsInForm(click) => modal.ChangeAsync(click, cancel),
                BlockActionRequest click => ClickAsync(click, cancel),
                HomeOpened opened => home.OpenAsync(opened.User, cancel),
                ViewSubmission more when IsForMore(more) => extend.AskAsync(more, delivery.ReceivedAt, cancel),
                ViewSubmission decision when !IsForm(decision) => decisions.DecideAsync(decision, cancel),
                ViewSubmission submission => SubmitAsync(submission, delivery.ReceivedAt, cancel),
                _ => throw new ArgumentOutOfRangeException(nameof(interaction), interaction.GetType().Name, "Nobody does this here."),
            });
        }
        catch (Exception e) when (e is StoreUnavailableException or WorkspaceUnavailableException or RoleDirectoryException or SlackUnavailableException)
        {
            // It comes again by itself; said once, so that nobody clicks until it does.
            if (delivery.Attempts <= 1 && interaction is not HomeOpened)
            {
                await TellAsync(interaction, cancel);
            }

            throw;
        }
    }

    private static bool IsInForm(BlockActionRequest click) => click.View is { CallbackId: AccessForm.CallbackId };

    private static bool IsAtHome(BlockActionRequest click) => click.View is { CallbackId: HomePage.CallbackId };

    private static string PlaceOf(BlockActionRequest click) => click.ChannelId ?? (IsAtHome(click) ? AtHome : Windows.Place);

    private static bool IsForm(ViewSubmission submission) => string.Equals(submission.View.CallbackId, AccessForm.CallbackId, StringComparison.Ordinal);

    private static bool IsForMore(ViewSubmission submission) => submission.View.CallbackId is ExtendForm.CallbackId;

    private async Task ClickAsync(BlockActionRequest click, CancellationToken cancel)
    {
        switch (click.ActionId)
        {
            case Buttons.OpenForm:
                await modal.OpenAsync(click, click.ChannelId, offered => AskWords.Read(click.Value ?? "", offered), cancel);
                return;
            case Buttons.OpenFormAbout:
                await modal.OpenAsync(click, click.ChannelId, new Prefill { Reason = click.Value }, cancel);
                return;
        }

        await ActAsync(click, cancel);
        if (IsAtHome(click))
        {
            await home.ShowAsync(click.User, cancel);
        }
    }

    private async Task ActAsync(BlockActionRequest click, CancellationToken cancel)
    {
        var known = RequestId.TryParse(click.Value, out var id);
        if (known && click.ActionId is Buttons.Again)
        {
            await AskAgainAsync(click, id, cancel);
            return;
        }

        if (known && click.ActionId is Buttons.Extend)
        {
            await extend.OpenAsync(click, id, PlaceOf(click), cancel);
            return;
        }

        if (known && await decisions.OpenAsync(click, id, cancel))
        {
            return;
        }

        var refusal = known
            ? await DecideAsync(click, id, cancel)
            : Refusals.UnknownRequest();
        if (refusal is not null)
        {
            await answers.TellAsync(click, Sentences.NotDone(refusal), cancel);
        }
        else if (click.ActionId is Buttons.Approve && await store.FindAsync(id, cancel) is { State: RequestState.Requested } open)
        {
            // Enough approvals show in the message by themselves; one of several is easily overlooked there.
            await answers.TellAsync(click, Sentences.Counted(open.ApprovalsHave, open.ApprovalsNeed), cancel);
        }
        else if (click.IsEphemeral && await store.FindAsync(id, cancel) is { } done)
        {
            // Nothing draws anew what only one person sees.
            await answers.TellAsync(click, Sentences.Done(done), cancel);
        }
    }

    private async Task AskAgainAsync(BlockActionRequest click, RequestId id, CancellationToken cancel)
    {
        var (request, refusal) = await again.FindAsync(id, click.User, PlaceOf(click), cancel);
        await (request is not null
            ? modal.OpenAsync(click, request.CommandChannel, Prefill.Of(request), cancel)
            : answers.TellAsync(click, Sentences.NotDone(refusal!), cancel));
    }

    private Task<Refusal?> DecideAsync(BlockActionRequest click, RequestId id, CancellationToken cancel)
    {
        var where = PlaceOf(click);
        return click.ActionId switch
        {
            Buttons.Approve => review.ApproveAsync(id, click.User, where, cancel),
            Buttons.ApproveForLess => review.DecideAsync(id, click.User, where, approves: true, new Terms(TimeSpan.Zero), cancel),
            Buttons.Deny => review.DenyAsync(id, click.User, where, cancel),
            Buttons.Cancel => withdraw.CancelAsync(id, click.User, where, cancel),
            Buttons.Reviewed => reviewed.ExecuteAsync(id, click.User, where, cancel),
            Buttons.Revoke => revoke.EndEarlyAsync(id, click.User, where, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(click), click.ActionId, "No button has this id."),
        };
    }

    private async Task SubmitAsync(ViewSubmission submission, DateTimeOffset sentAt, CancellationToken cancel)
    {
        var (request, refusals) = await submit.SubmitAsync(
            submission.Key, submission.User, FormReading.Read(submission.View), sentAt, Windows.Place, cancel,
            CommandPlace.ChannelIn(submission.View.PrivateMetadata));
        if (request is null)
        {
            // The form is closed by now: checking took too long, or something changed since.
            await answers.WriteAsync(submission.User, Sentences.NotAsked(refusals), cancel);
        }
    }

    private async Task TellAsync(Interaction interaction, CancellationToken cancel)
    {
        if (interaction is not ViewSubmission)
        {
            await answers.TellAsync(interaction, Sentences.TriedAgain, cancel);
            return;
        }

        try
        {
            await answers.WriteAsync(interaction.User, Sentences.TriedAgain, cancel);
        }
        catch (SlackUnavailableException)
        {
            // It is Slack that is away: the request's own message says it, once it is back.
        }
    }
}
