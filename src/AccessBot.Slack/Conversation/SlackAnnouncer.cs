using AccessBot.Core.Alarms;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Conversation;

/// <summary>Keeps a request's messages in Slack, and what webhooks were told of it, as its row is.</summary>
/// <remarks>
/// One node at a time speaks for a request, so that an older rendering never overtakes a newer one. What was shown is saved
/// message by message: a crash between the two repeats one post at most. A reminder, of approvers or of an end, is saved ahead of being
/// made, and is never made twice.
/// A channel takes one message a second. What has to wait for that is put off by its row, with a nudge for its turn, and so is what Slack wants to be
/// left alone with: neither counts as a failure. What fails is tried for three days; by then each change in between has become one update.
/// </remarks>
internal sealed partial class SlackAnnouncer(
    RulesInForce rules, IRequestStore store, ISlackApiClient slack, WebhookNotices webhooks, RequestThread thread, ForwardRequest forward, RaiseAlarms alarms, IJobQueue queue,
    TimeProvider clock, ILogger<SlackAnnouncer> logger) : IAnnouncer
{
    /// <summary>A nudge that comes this much early counts as due: Hangfire's clock counts whole seconds.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(2);

    /// <summary>For how long it is nothing new that the app has to be mended.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromHours(1);

    public async Task AnnounceAsync(RequestId request, CancellationToken cancel)
    {
        await using (await store.HoldAsync(request, cancel))
        {
            var tried = new List<Notice>();

            // Read anew after each: the row may have moved on while Slack was spoken to.
            while (await store.FindAsync(request, cancel) is { } row && Next(row, tried) is { } notice)
            {
                if (!await DeliverAsync(row, notice, cancel))
                {
                    tried.Add(notice);
                }
            }

            await thread.TellAsync(request, clock.GetUtcNow() + Early, cancel);
        }
    }

    private Notice? Next(Request row, List<Notice> tried)
    {
        // One that waits has its own nudge; trying it for each other nudge too would multiply them while Slack is away.
        var soon = clock.GetUtcNow() + Early;
        return row.Notices.FirstOrDefault(notice => notice.IsBehind(row.Version) && notice.NextAttemptAt <= soon && !tried.Exists(notice.Is));
    }

    /// <summary>Brings one message up to date; false if it must wait.</summary>
    private async Task<bool> DeliverAsync(Request row, Notice notice, CancellationToken cancel)
    {
        try
        {
            await (notice.Kind == NoticeKind.Webhook ? webhooks.PostAsync(row, notice, cancel) : ShowAsync(row, notice, cancel));
        }
        catch (SlackUnavailableException e) when (e is { IsPutOff: true, RetryAfter: { } wait })
        {
            await PutOffAsync(row.Id, notice, wait, cancel);
            return false;
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, row.Id, notice.Kind);
            await DelayAsync(row.Id, notice, e.RetryAfter, cancel);
            return false;
        }
        catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.Installation)
        {
            Log.Misinstalled(logger, e, row.Id, notice.Kind, e.Error);
            await alarms.TellAsync(DeliveryAlarm.Refused(e.Error, clock.GetUtcNow()), cancel, Known);
            await DelayAsync(row.Id, notice, atLeast: null, cancel);
            return false;
        }
        catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.Passing)
        {
            Log.Unavailable(logger, e, row.Id, notice.Kind);
            await DelayAsync(row.Id, notice, atLeast: null, cancel);
            return false;
        }
        catch (SlackApiException e) when (notice is { Kind: NoticeKind.Ending, Ts: not null } && DeliveryFaults.Of(e) == DeliveryFault.MessageGone)
        {
            // Whoever takes a reminder away has no use for it.
            notice.Drop();
            await store.SaveNoticeAsync(row.Id, notice, cancel);
        }
        catch (SlackApiException e)
        {
            Log.Undeliverable(logger, e, row.Id, notice.Kind, e.Error);
            await forward.UndeliverableAsync(row.Id, notice, e.Error, cancel);
        }
        catch (WebhookException e) when (!e.IsFinal && notice.Attempts < WebhookNotices.MostTries - 1)
        {
            Log.NotTaken(logger, e, row.Id);
            await DelayAsync(row.Id, notice, atLeast: null, cancel);
            return false;
        }
        catch (WebhookException e)
        {
            Log.Undeliverable(logger, e, row.Id, notice.Kind, e.Message);
            await forward.UndeliverableAsync(row.Id, notice, e.Message, cancel);
        }

        return true;
    }

    private async Task ShowAsync(Request row, Notice notice, CancellationToken cancel)
    {
        if (notice is { Kind: NoticeKind.Ending, Ts: null })
        {
            await RemindOfEndAsync(row, notice, cancel);
            return;
        }

        await RemindAsync(row, notice, cancel);
        var version = row.Version;
        var message = Render(row, notice);
        var fingerprint = Fingerprint.Of(message);
        var shown = notice is { Channel: { } channel, Ts: { } ts } ? new MessagePlace(channel, ts) : null;
        var place = shown is null || !string.Equals(fingerprint, notice.Fingerprint, StringComparison.Ordinal)
            ? await SendAsync(row.Id, notice, shown, message, cancel)
            : shown;
        notice.Shown(place.Channel, place.Ts, version, fingerprint, clock.GetUtcNow());
        await store.SaveNoticeAsync(row.Id, notice, cancel);
    }

    /// <summary>Reminds a holder of the end, if that has not come, or was not moved, meanwhile.</summary>
    private async Task RemindOfEndAsync(Request row, Notice notice, CancellationToken cancel)
    {
        if (!notice.OwesReminder || row.State != RequestState.Granted || row.EndReminderAt is not null || !(row.EndsAt > clock.GetUtcNow()))
        {
            notice.Drop();
            await store.SaveNoticeAsync(row.Id, notice, cancel);
            return;
        }

        await OnceAsync(row, notice, async () =>
        {
            var message = Render(row, notice);
            var place = await SendAsync(row.Id, notice, shown: null, message, cancel);
            notice.Shown(place.Channel, place.Ts, row.Version, Fingerprint.Of(message), clock.GetUtcNow());
        }, cancel);
        await store.SaveNoticeAsync(row.Id, notice, cancel);
    }

    /// <summary>Reminds beneath a message, if that is owed and there is still something to be decided.</summary>
    private async Task RemindAsync(Request row, Notice notice, CancellationToken cancel)
    {
        if (!notice.OwesReminder)
        {
            return;
        }

        if (row.State != RequestState.Requested || notice.Step != row.Step || notice is not { Channel: { } channel, Ts: { } ts })
        {
            notice.NoReminderOwed();
            return;
        }

        try
        {
            // An answer in the thread alone calls nobody who doesn't follow it; a direct message is one conversation anyway.
            var isDirect = notice.Kind == NoticeKind.Person;
            await OnceAsync(row, notice, () => slack.ChatPostMessageAsync(channel, ReminderMessage.Render(row), isDirect ? null : ts, cancel, broadcast: !isDirect, NameOf(row.Id, notice)), cancel);
        }
        catch (SlackApiException e) when (!IsForLater(e))
        {
            Log.NotReminded(logger, row.Id, e.Error);
        }
    }

    /// <summary>Makes a reminder that is owed: it is saved as made before, and owed again only if it surely was not.</summary>
    private async Task OnceAsync(Request row, Notice notice, Func<Task> remind, CancellationToken cancel)
    {
        notice.NoReminderOwed();
        await store.SaveNoticeAsync(row.Id, notice, cancel);
        try
        {
            await remind();
        }
        catch (Exception e) when (e is SlackUnavailableException { MayHaveHappened: false } || (e is SlackApiException no && IsForLater(no)))
        {
            notice.ReminderNotMade();
            throw;
        }
    }

    private static bool IsForLater(SlackApiException e) => DeliveryFaults.Of(e) is DeliveryFault.Installation or DeliveryFault.Passing;

    private static string NameOf(RequestId request, Notice notice) => $"{request}/{notice.Key}";

    private Message Render(Request row, Notice notice)
    {
        // Of a flow that is gone the rules say nothing, and admins may still end what it gave.
        var flow = rules.Current.FindFlow(row.Flow);
        var (revocable, extendable) = (RequesterMessage.IsRevocable(flow), RequesterMessage.IsExtendable(row, flow));
        return notice.Kind switch
        {
            NoticeKind.Requester => RequesterMessage.Render(row, revocable, extendable),
            NoticeKind.Ending => EndingMessage.Render(row, notice, revocable, extendable),
            _ => ApproversMessage.Render(row, notice.Step, asksWhy: flow is { DecisionMessage: not DecisionMessage.Off }, flow),
        };
    }

    /// <summary>Sends it, in short if Slack doesn't take the whole. The whole is what it counts as showing: it isn't sent anew unless that changes.</summary>
    private async Task<MessagePlace> SendAsync(RequestId request, Notice notice, MessagePlace? shown, Message message, CancellationToken cancel)
    {
        try
        {
            return await SendAsync(notice, shown, message, NameOf(request, notice), cancel);
        }
        catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.Misshapen)
        {
            Log.Shortened(logger, e, request, notice.Kind, e.Error);

            // Its turn has come; another one would be for the whole again.
            return await SendAsync(notice, shown, ShortForm.Of(message), name: null, cancel);
        }
    }

    private async Task<MessagePlace> SendAsync(Notice notice, MessagePlace? shown, Message message, string? name, CancellationToken cancel)
    {
        if (shown is not null)
        {
            try
            {
                return await slack.ChatUpdateAsync(shown, message, cancel);
            }
            catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.MessageGone && notice.Kind != NoticeKind.Ending)
            {
                Log.PostedAnew(logger, notice.Kind, e.Error);
            }
        }

        // chat.update takes no user id, so a direct message is opened for its channel's.
        var channel = notice.Kind == NoticeKind.Approvers
            ? notice.Address
            : await slack.ConversationsOpenAsync([.. notice.Address.Split(',').Select(SlackUserId.Parse)], cancel);
        return await slack.ChatPostMessageAsync(channel, message, threadTs: null, cancel, name: name);
    }

    private async Task PutOffAsync(RequestId request, Notice notice, TimeSpan wait, CancellationToken cancel)
    {
        var turn = clock.GetUtcNow() + wait;
        notice.PutOff(turn);
        await store.SaveNoticeAsync(request, notice, cancel);
        queue.NudgeAt(Errand.Announce, request, turn);
    }

    private async Task DelayAsync(RequestId request, Notice notice, TimeSpan? atLeast, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (notice.IsTriedInVain(now))
        {
            Log.GivenUp(logger, request, notice.Kind);
            await forward.UndeliverableAsync(request, notice, Notice.NotTaken, cancel);
            return;
        }

        var wait = Backoff.After(notice.Attempts + 1);
        var next = now + (atLeast > wait ? atLeast.Value : wait);
        notice.Delayed(next, now);
        await store.SaveNoticeAsync(request, notice, cancel);
        queue.NudgeAt(Errand.Announce, request, next);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Slack does not take request {Request}'s message for the {Kind} now; it is sent later")]
        public static partial void Unavailable(ILogger logger, Exception e, RequestId request, NoticeKind kind);

        [LoggerMessage(LogLevel.Error, "Slack refuses request {Request}'s message for the {Kind} with {Error}: the app's token or installation has to be mended")]
        public static partial void Misinstalled(ILogger logger, Exception e, RequestId request, NoticeKind kind, string error);

        [LoggerMessage(LogLevel.Warning, "Request {Request}'s message for the {Kind} can't be delivered: {Error}")]
        public static partial void Undeliverable(ILogger logger, Exception e, RequestId request, NoticeKind kind, string error);

        [LoggerMessage(LogLevel.Warning, "Slack doesn't take the whole of request {Request}'s message for the {Kind} ({Error}); it is sent in short")]
        public static partial void Shortened(ILogger logger, Exception e, RequestId request, NoticeKind kind, string error);

        [LoggerMessage(LogLevel.Error, "Slack has not taken request {Request}'s message for the {Kind} for three days; it is given up")]
        public static partial void GivenUp(ILogger logger, RequestId request, NoticeKind kind);

        [LoggerMessage(LogLevel.Warning, "The webhook does not take request {Request} now; it is posted later")]
        public static partial void NotTaken(ILogger logger, Exception e, RequestId request);

        [LoggerMessage(LogLevel.Information, "The approvers of request {Request} could not be reminded: {Error}")]
        public static partial void NotReminded(ILogger logger, RequestId request, string error);

        [LoggerMessage(LogLevel.Information, "The message for the {Kind} can't be updated ({Error}), so it is posted anew")]
        public static partial void PostedAnew(ILogger logger, NoticeKind kind, string error);
    }
}
