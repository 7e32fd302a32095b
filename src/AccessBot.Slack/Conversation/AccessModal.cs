using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Conversation;

/// <summary>The window that <c>/access</c> opens.</summary>
internal sealed partial class AccessModal(
    RulesInForce rules, OfferFlows offers, FieldChoices choices, ISlackApiClient slack, Answers answers, ILogger<AccessModal> logger)
{
    /// <summary>Opens the window within the trigger's three seconds, and fills it when it is known what the person may ask for.</summary>
    /// <param name="command">The command.</param>
    /// <param name="read">What the form has in it at first, by what is offered.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task OpenAsync(SlashCommand command, Func<IReadOnlyList<Flow>, AskReading> read, CancellationToken cancel) =>
        OpenAsync(command, command.ChannelId, read, Sentences.Loading(command.Command), cancel);

    /// <summary>Opens it for somebody who used a shortcut. As <see cref="OpenAsync(SlashCommand, Func{IReadOnlyList{Flow}, AskReading}, CancellationToken)"/>.</summary>
    public Task OpenAsync(ShortcutRequest shortcut, Prefill prefill, CancellationToken cancel) =>
        OpenAsync(shortcut, shortcut.Message?.Place.Channel, _ => new AskReading(prefill), Sentences.LoadingForm, cancel);

    /// <summary>Opens it for somebody who clicked a button. As <see cref="OpenAsync(SlashCommand, Func{IReadOnlyList{Flow}, AskReading}, CancellationToken)"/>.</summary>
    /// <param name="click">The click.</param>
    /// <param name="channel">The channel where a command would have been typed; null if that is not known.</param>
    /// <param name="prefill">What the form has in it at first.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task OpenAsync(BlockActionRequest click, string? channel, Prefill prefill, CancellationToken cancel) =>
        OpenAsync(click, channel, _ => new AskReading(prefill), cancel);

    /// <inheritdoc cref="OpenAsync(BlockActionRequest, string?, Prefill, CancellationToken)"/>
    public Task OpenAsync(BlockActionRequest click, string? channel, Func<IReadOnlyList<Flow>, AskReading> read, CancellationToken cancel) =>
        OpenAsync(click, channel, read, Sentences.LoadingForm, cancel);

    /// <summary>What somebody is offered; everything, where that can't be told, as the form has it then.</summary>
    public async Task<IReadOnlyList<Flow>> OfferedToAsync(SlackUserId user, CancellationToken cancel)
    {
        var inForce = rules.Current;
        try
        {
            return (await offers.ForAsync(user, inForce, cancel)).Flows;
        }
        catch (Exception e) when (e is WorkspaceUnavailableException or RoleDirectoryException or StoreUnavailableException)
        {
            Log.Unknown(logger, e, user);
            return inForce.Flows;
        }
    }

    private async Task OpenAsync(Interaction deed, string? channel, Func<IReadOnlyList<Flow>, AskReading> read, Mrkdwn loading, CancellationToken cancel)
    {
        try
        {
            var view = AccessForm.Say(loading);
            var opened = deed.TriggerId is { } trigger
                ? await slack.ViewsOpenAsync(trigger, view, cancel)
                : throw new SlackApiException("views.open", "invalid_trigger_id");
            await ShowAsync(opened.Id, opened.Hash, await FillAsync(deed.User, channel, read, cancel), cancel);
        }
        catch (SlackApiException e) when (DeadTriggers.Is(e))
        {
            // Another try would come later still. A click on a button brings three seconds of its own.
            Log.TooLate(logger, e.Error);
            await answers.TellAsync(deed, Sentences.FormLate, cancel, Buttons.Repeat(deed));
        }
        catch (SlackApiException e)
        {
            // The token, a scope, or a form that Slack won't have: typing again does not help. The response_url needs no token.
            Log.Refused(logger, e, e.Method, e.Error);
            await answers.TellAsync(deed, Sentences.Refused(e.Error), cancel);
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, e.Method);
            await answers.TellAsync(deed, Sentences.FormLate, cancel, Buttons.Repeat(deed));
        }
    }

    /// <summary>
    /// Asks the questions that what was just filled in leads to: of the flow that was picked, of a field that others depend on. What was
    /// typed stays where the same question is asked.
    /// </summary>
    public async Task ChangeAsync(BlockActionRequest change, CancellationToken cancel)
    {
        var view = change.View!;
        var key = change.ActionId is FormMenus.Flow ? change.Value : view.Values.GetValueOrDefault(FormBlocks.Flow);
        var (offered, picked) = await PickAsync(change.User, view, key, cancel);
        var form = picked is null ? AccessForm.Say(Sentences.No(Refusals.UnknownFlow())) : await DrawAsync(change.User, view, offered, picked, note: null, cancel);
        if (form is null)
        {
            return;
        }

        try
        {
            await ShowAsync(view.Id, view.Hash, form, cancel);
        }
        catch (SlackUnavailableException e)
        {
            // Drawn later it might undo what was filled in since. A form that asks too little is drawn anew when it is sent.
            Log.Unavailable(logger, e, e.Method);
        }
    }

    /// <summary>The form that should have been sent, where its answers lead to other questions than it asked; null if it asked the right ones.</summary>
    public async Task<ModalView?> RedrawAsync(ViewSubmission submission, CancellationToken cancel)
    {
        var view = submission.View;
        var (offered, picked) = await PickAsync(submission.User, view, view.Values.GetValueOrDefault(FormBlocks.Flow), cancel);

        // What isn't offered is for the rules to refuse.
        return picked is null ? null : await DrawAsync(submission.User, view, offered, picked, Sentences.FormAsksForMore, cancel);
    }

    /// <summary>What fits to what is typed in one of the form's menus.</summary>
    public async Task<BlockOptions> SuggestAsync(BlockOptionsRequest request, CancellationToken cancel)
    {
        var inForce = rules.Current;
        var offered = await OfferedAsync(request.User, request.View?.PrivateMetadata, inForce, cancel);
        if (request.ActionId is FormMenus.Choice or FormMenus.Choices && request.View is { } view
            && offered.FirstOrDefault(flow => string.Equals(flow.Key, FormBlocks.FlowOf(request.BlockId ?? ""), StringComparison.Ordinal)) is { } asked)
        {
            offered = [await FilledAsync(inForce, asked, request.User, view, cancel)];
        }

        return FormMenus.Suggest(request, offered);
    }

    /// <summary>The form for the answers in the view; null if it asks the same questions.</summary>
    private async Task<ModalView?> DrawAsync(SlackUserId user, ViewPayload view, IReadOnlyList<Flow> offered, Flow picked, string? note, CancellationToken cancel)
    {
        // Which questions there are doesn't depend on what can be chosen: that is asked for only if there is something to draw.
        var (certain, channel) = (CommandPlace.RestOf(view.PrivateMetadata).Length > 0, CommandPlace.ChannelIn(view.PrivateMetadata));
        var form = AccessForm.Render(offered, picked, certain, FormAnswers.Of(view), note, channel);
        return form.Blocks.OfType<InputBlock>().Select(block => block.BlockId).SequenceEqual(view.InputBlocks, StringComparer.Ordinal) ? null
            : AccessForm.Render(offered, await FilledAsync(rules.Current, picked, user, view, cancel), certain, FormAnswers.Of(view), note, channel);
    }

    /// <summary>The flow with what the person can choose in its fields.</summary>
    private async Task<Flow> FilledAsync(AccessRules inForce, Flow flow, SlackUserId user, ViewPayload? view, CancellationToken cancel)
    {
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var soFar = view is not null && FormReading.Read(view) is var read && read.Flow == flow.Key ? read : new Wish(flow.Key, flow.Targets.Count == 1 ? flow.Targets[0].Key : "", Duration: null, "", none);
        return (await choices.FillAsync(inForce, flow, user, soFar, cancel)).Flow;
    }

    private async Task<(IReadOnlyList<Flow> Offered, Flow? Picked)> PickAsync(SlackUserId user, ViewPayload view, string? key, CancellationToken cancel)
    {
        var offered = await OfferedAsync(user, view.PrivateMetadata, rules.Current, cancel);
        return (offered, offered.FirstOrDefault(flow => string.Equals(flow.Key, key, StringComparison.Ordinal)));
    }

    private async Task<IReadOnlyList<Flow>> OfferedAsync(SlackUserId user, string? metadata, AccessRules inForce, CancellationToken cancel) =>
        OfferedFlows.Read(CommandPlace.RestOf(metadata), inForce) ?? (await offers.ForAsync(user, inForce, cancel)).Flows;

    private async Task<ModalView> FillAsync(SlackUserId user, string? channel, Func<IReadOnlyList<Flow>, AskReading> read, CancellationToken cancel)
    {
        var inForce = rules.Current;
        if (inForce.Flows.Count == 0)
        {
            return AccessForm.Say(new PlainText(Sentences.NothingSetUp));
        }

        try
        {
            var (person, mine) = await offers.ForAsync(user, inForce, cancel);
            if (mine.Count > 0)
            {
                var asked = read(mine);
                var picked = await FilledAsync(inForce, asked.Prefill.FlowAmong(mine) ?? mine[0], user, view: null, cancel);
                return Draw(mine, picked, asked, certain: true);
            }

            return AccessForm.Say(AccessRules.WhyBarred(person) is { } barred ? Sentences.No(barred) : new PlainText(Sentences.NothingForYou));
        }
        catch (Exception e) when (e is WorkspaceUnavailableException or RoleDirectoryException or StoreUnavailableException)
        {
            // It is judged when it is sent, and again later; asking need not wait for it.
            Log.Unknown(logger, e, user);
            var asked = read(inForce.Flows);
            return Draw(inForce.Flows, asked.Prefill.FlowAmong(inForce.Flows) ?? inForce.Flows[0], asked, certain: false);
        }

        // What was meant for another flow than the one that is shown is not filled in.
        ModalView Draw(IReadOnlyList<Flow> offered, Flow picked, AskReading asked, bool certain) => asked.Prefill.Flow is null || asked.Prefill.Flow == picked.Key
            ? AccessForm.Render(offered, picked, certain, note: asked.Note ?? (asked.Prefill.FitsIn(picked) ? null : Sentences.FilledInPart), channel: channel, prefill: asked.Prefill)
            : AccessForm.Render(offered, picked, certain, note: Sentences.FlowNotOffered, channel: channel);
    }

    private async Task ShowAsync(string viewId, string? hash, ModalView view, CancellationToken cancel)
    {
        try
        {
            await slack.ViewsUpdateAsync(viewId, view, hash, cancel);
        }
        catch (SlackApiException e) when (hash is not null && Is(e, "hash_conflict"))
        {
            // The view was drawn anew meanwhile, by another pick. This is the later one, as far as can be told.
            await ShowAsync(viewId, hash: null, view, cancel);
        }
        catch (SlackApiException e) when (Is(e, "not_found"))
        {
            Log.Closed(logger);
        }
    }

    private static bool Is(SlackApiException e, string error) => string.Equals(e.Error, error, StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The form was not opened: {Error}. The person is given a button that opens it")]
        public static partial void TooLate(ILogger logger, string error);

        [LoggerMessage(LogLevel.Error, "The form was not opened or not filled: Slack refuses {Method} with {Error}")]
        public static partial void Refused(ILogger logger, Exception e, string method, string error);

        [LoggerMessage(LogLevel.Warning, "The form was not opened or not filled: Slack does not answer {Method}")]
        public static partial void Unavailable(ILogger logger, Exception e, string method);

        [LoggerMessage(LogLevel.Warning, "It could not be told what {User} may ask for, so the form offers everything")]
        public static partial void Unknown(ILogger logger, Exception e, SlackUserId user);

        [LoggerMessage(LogLevel.Information, "The form was closed before it was drawn")]
        public static partial void Closed(ILogger logger);
    }
}
