using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Receiving;

/// <summary>
/// Where all doors meet: takes what Slack sent, genuine by now, and answers within Slack's three seconds. What is acknowledged is stored
/// first and worked off by <see cref="InboxWorker"/>.
/// </summary>
/// <remarks>https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response</remarks>
internal sealed partial class SlackDispatcher(
    IServiceScopeFactory scopes,
    IOptionsMonitor<SlackOptions> options,
    InboxSignal signal,
    ISlackApiClient slack,
    TimeProvider clock,
    ILogger<SlackDispatcher> logger)
{
    /// <summary>How long the inbox may take. With <see cref="CheckBudget"/> it leaves some time for the way.</summary>
    public static readonly TimeSpan StoreBudget = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a submission is judged before it is accepted unjudged, to be judged again later.</summary>
    public static readonly TimeSpan CheckBudget = TimeSpan.FromSeconds(1.2);

    /// <summary>Answers one payload. It takes no cancellation: everything in it has its own time limit.</summary>
    /// <param name="payload">What was read.</param>
    /// <param name="body">What it was read from, to be stored.</param>
    public async Task<SlackReply> DispatchAsync(SlackPayload payload, string body)
    {
        if (payload is UrlVerification verification)
            return new SlackReply(200, "text/plain; charset=utf-8", verification.Challenge);

        if (!options.CurrentValue.Serves(payload.Origin.TeamId, payload.Origin.EnterpriseId))
        {
            Log.NotServed(logger, payload.GetType().Name, payload.Origin.TeamId, payload.Origin.EnterpriseId);
            return new SlackReply(403);
        }

        switch (payload)
        {
            case EventCallback e:
                Log.EventIgnored(logger, e.EventType, e.EventId);
                return SlackReply.Ok;

            case ViewClosed:
                return SlackReply.Ok;

            case var _ when !Knows(payload):
                Log.Unknown(logger, payload.GetType().Name);
                return new SlackReply(400);

            case BlockOptionsRequest request:
                return await OfferAsync(request);

            case SlashCommand command:
                return await StoreAsync(command, DeliveryKind.Command, DeliveryKey.Of(command), body) is { } trouble
                    ? SlackReply.Json(new { ResponseType = "ephemeral", Text = trouble })
                    : SlackReply.Ok;

            case BlockActionRequest click:
                if (await StoreAsync(click, DeliveryKind.BlockActions, DeliveryKey.Of(click), body) is { } sentence)
                    _ = TellAsync(click, sentence);

                return SlackReply.Ok;

            case ShortcutRequest shortcut:
                if (await StoreAsync(shortcut, DeliveryKind.Shortcut, DeliveryKey.Of(shortcut), body) is { } words)
                    _ = TellAsync(shortcut, words);

                return SlackReply.Ok;

            // Slack sends an event again that isn't taken.
            case HomeOpened opened:
                return await StoreAsync(opened, DeliveryKind.Event, DeliveryKey.Of(opened), body) is null ? SlackReply.Ok : new SlackReply(503);

            case ViewSubmission submission:
                return await SubmitAsync(submission, body);

            default:
                Log.Unknown(logger, payload.GetType().Name);
                return new SlackReply(400);
        }
    }

    private bool Knows(SlackPayload payload)
    {
        try
        {
            using var scope = scopes.CreateScope();
            return scope.ServiceProvider.GetRequiredService<IConversation>().Knows(payload);
        }
        catch (Exception e)
        {
            // A bug, but no reason for Slack to send the same again and again.
            Log.NotRecognised(logger, payload.GetType().Name, e);
            return false;
        }
    }

    private async Task<SlackReply> OfferAsync(BlockOptionsRequest request)
    {
        try
        {
            var offer = await WithinAsync<IConversation, BlockOptions>(
                CheckBudget, (conversation, cancel) => conversation.OptionsAsync(request, cancel));
            return SlackReply.Json(offer);
        }
        catch (Exception e)
        {
            Log.NoOptions(logger, request.ActionId, e);
            return SlackReply.Json(BlockOptions.None);
        }
    }

    private async Task<SlackReply> SubmitAsync(ViewSubmission submission, string body)
    {
        var reply = await CheckAsync(submission);
        if (reply.Errors.Count > 0)
            return SlackReply.Json(new { ResponseAction = "errors", reply.Errors });

        if (reply.Instead is { } instead)
            return SlackReply.Json(new { ResponseAction = "update", View = (View)instead });

        var trouble = await StoreAsync(submission, DeliveryKind.ViewSubmission, DeliveryKey.Of(submission), body);
        return trouble is null ? SlackReply.Ok : SubmissionTrouble(submission, trouble);
    }

    private async Task<SubmissionReply> CheckAsync(ViewSubmission submission)
    {
        try
        {
            return await WithinAsync<IConversation, SubmissionReply>(
                CheckBudget, (conversation, cancel) => conversation.CheckSubmissionAsync(submission, cancel));
        }
        catch (Exception e)
        {
            Log.Unjudged(logger, submission.View.CallbackId, e);
            return SubmissionReply.Fine;
        }
    }

    // Slack shows errors at input blocks only.
    private static SlackReply SubmissionTrouble(ViewSubmission submission, string sentence)
    {
        if (submission.View.InputBlocks is [var first, ..])
        {
            var errors = new Dictionary<string, string>(StringComparer.Ordinal) { [first] = sentence };
            return SlackReply.Json(new { ResponseAction = "errors", Errors = errors });
        }

        View notice = new ModalView("trouble", DoorSentences.Trouble, [new SectionBlock(new PlainText(sentence))]);
        return SlackReply.Json(new { ResponseAction = "update", View = notice });
    }

    /// <summary>Stores a delivery and wakes the worker.</summary>
    /// <returns>Null, or the sentence that says what is known of a failure.</returns>
    private async Task<string?> StoreAsync(Interaction interaction, DeliveryKind kind, string key, string body)
    {
        using var received = DeliveryTrace.Received(kind);
        var trace = received?.Context ?? default;
        var delivery = new Delivery(key, body, kind, clock.GetUtcNow(), Attempts: 0);
        try
        {
            var isNew = await WithinAsync<IInbox, bool>(StoreBudget, StoreAsync);
            if (!isNew)
                Log.Repeated(logger, kind);

            return null;
        }
        catch (TimeoutException e)
        {
            Log.StoreTimedOut(logger, kind, interaction.User.Value, e);
            return DoorSentences.MaybeRecorded;
        }
        catch (Exception e)
        {
            Log.StoreFailed(logger, kind, interaction.User.Value, e);
            return DoorSentences.NotRecorded;
        }

        // The signal is in here so that a store that ends after its budget is worked off at once, too.
        async Task<bool> StoreAsync(IInbox inbox, CancellationToken cancel)
        {
            var stored = await inbox.StoreAsync(delivery, cancel);
            if (stored)
                signal.Ring(key, trace);

            return stored;
        }
    }

    /// <summary>Runs something for no longer than its budget, in a scope of its own that lives as long as it really runs.</summary>
    /// <exception cref="TimeoutException">It took longer. It was told to stop, and may end either way.</exception>
    private async Task<T> WithinAsync<TService, T>(TimeSpan budget, Func<TService, CancellationToken, Task<T>> work)
        where TService : notnull
    {
        using var limit = new CancellationTokenSource(budget, clock);
        var token = limit.Token;

        // On another thread: SQLite's "asynchronous" calls wait for a lock on the thread that they are made on.
        var running = Task.Run(
            async () =>
            {
                await using var scope = scopes.CreateAsyncScope();
                return await work(scope.ServiceProvider.GetRequiredService<TService>(), token);
            },
            CancellationToken.None);

        try
        {
            return await running.WaitAsync(token);
        }
        catch (OperationCanceledException e) when (token.IsCancellationRequested)
        {
            _ = LetEndAsync(running);
            throw new TimeoutException($"It took longer than {budget.TotalSeconds} s.", e);
        }
    }

    private async Task LetEndAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (Exception e)
        {
            Log.EndedLate(logger, e);
        }
    }

    private async Task TellAsync(Interaction deed, string sentence)
    {
        var message = new Message(Mrkdwn.Of($"{sentence}"));
        try
        {
            // A shortcut that is used from anywhere has no place of its own, nor has a click in a view.
            if (deed.ResponseUrl is { } url)
                await slack.RespondAsync(url, new ResponseMessage(message), CancellationToken.None);
            else if (deed is ShortcutRequest)
                await slack.ChatPostMessageAsync(deed.User.Value, message, threadTs: null, CancellationToken.None);
        }
        catch (Exception e)
        {
            Log.NotTold(logger, deed.User.Value, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A {Payload} of workspace {Workspace}, organisation {Enterprise}, was refused: AccessBot doesn't serve it.")]
        public static partial void NotServed(ILogger logger, string payload, string? workspace, string? enterprise);

        [LoggerMessage(LogLevel.Debug, "The event {EventType} ({EventId}) was ignored.")]
        public static partial void EventIgnored(ILogger logger, string eventType, string eventId);

        [LoggerMessage(LogLevel.Warning, "A {Payload} was refused: nothing here handles it. Does the Slack app's manifest fit this version?")]
        public static partial void Unknown(ILogger logger, string payload);

        [LoggerMessage(LogLevel.Information, "Slack repeated a {Kind}; it is not done twice.")]
        public static partial void Repeated(ILogger logger, DeliveryKind kind);

        [LoggerMessage(LogLevel.Error, "Whether a {Payload} is known could not be found out.")]
        public static partial void NotRecognised(ILogger logger, string payload, Exception exception);

        [LoggerMessage(LogLevel.Warning, "The menu {ActionId} has no options to offer.")]
        public static partial void NoOptions(ILogger logger, string actionId, Exception exception);

        [LoggerMessage(LogLevel.Warning, "A submission of {CallbackId} could not be judged in time; it is judged after it is stored.")]
        public static partial void Unjudged(ILogger logger, string callbackId, Exception exception);

        [LoggerMessage(LogLevel.Error, "A {Kind} of {User} could not be stored; they were told that nothing was recorded.")]
        public static partial void StoreFailed(ILogger logger, DeliveryKind kind, string user, Exception exception);

        [LoggerMessage(LogLevel.Error, "A {Kind} of {User} was not stored in time; they were told to look before they try again.")]
        public static partial void StoreTimedOut(ILogger logger, DeliveryKind kind, string user, Exception exception);

        [LoggerMessage(LogLevel.Debug, "What had run out of time ended with an error.")]
        public static partial void EndedLate(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Warning, "{User} could not be told that what they did was not stored.")]
        public static partial void NotTold(ILogger logger, string user, Exception exception);
    }
}
