using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Conversation;

/// <summary>Tells beneath a request's messages what has happened to it since they were posted.</summary>
/// <remarks>
/// Only while nobody else speaks for the request, and after its messages, which never wait for a thread: what Slack doesn't take comes later,
/// in one reply with whatever has happened by then. How far it was told is saved after each reply, so that a crash repeats one.
/// </remarks>
internal sealed partial class RequestThread(IRequestStore store, ISlackApiClient slack, IJobQueue queue, TimeProvider clock, ILogger<RequestThread> logger)
{
    /// <summary>After how long what could not be told is tried again. The messages say it all, so there is no hurry.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <param name="id">The request, for which the caller speaks.</param>
    /// <param name="now">What is due at this time is told.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task TellAsync(RequestId id, DateTimeOffset now, CancellationToken cancel)
    {
        if (await store.FindAsync(id, cancel) is not { } row || row.Notices.Where(notice => notice.TellAt <= now).ToList() is not { Count: > 0 } due)
        {
            return;
        }

        var entries = await store.EntriesAsync(id, after: 0, cancel);
        foreach (var notice in due)
        {
            await TellAsync(row, notice, entries, cancel);
            await store.SaveNoticeAsync(id, notice, cancel);
        }
    }

    private async Task TellAsync(Request row, Notice notice, IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        try
        {
            if (ThreadReply.Render(row, notice, entries) is { } reply)
            {
                await slack.ChatPostMessageAsync(notice.Channel!, reply, notice.Ts, cancel, name: $"{row.Id}/{notice.Key}/thread");
            }

            notice.ToldAll();
        }
        catch (SlackUnavailableException e) when (e is { IsPutOff: true, RetryAfter: { } turn })
        {
            Wait(row.Id, notice, turn);
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, row.Id);
            Wait(row.Id, notice, e.RetryAfter > Later ? e.RetryAfter.Value : Later);
        }
        catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.Installation)
        {
            Log.Refused(logger, row.Id, e.Error);
            Wait(row.Id, notice, Later);
        }
        catch (SlackApiException e)
        {
            Log.NotTold(logger, row.Id, e.Error);
            notice.ToldAll();
        }
    }

    private void Wait(RequestId id, Notice notice, TimeSpan time)
    {
        var next = clock.GetUtcNow() + time;
        notice.TellLater(next);
        queue.NudgeAt(Errand.Announce, id, next);
    }

    // Nothing is lost by any of it, since the messages say how the request stands.
    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Slack does not take what is to be told beneath request {Request}'s message now; it is told later")]
        public static partial void Unavailable(ILogger logger, Exception e, RequestId request);

        [LoggerMessage(LogLevel.Information, "Slack refuses what is to be told beneath request {Request}'s message with {Error}; it is tried again")]
        public static partial void Refused(ILogger logger, RequestId request, string error);

        [LoggerMessage(LogLevel.Information, "What has happened can't be told beneath request {Request}'s message: {Error}")]
        public static partial void NotTold(ILogger logger, RequestId request, string error);
    }
}
