using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Persistence;
using Hangfire;

namespace AccessBot.Jobs;

/// <summary>Nudges as Hangfire jobs.</summary>
internal sealed partial class HangfireQueue(
    IBackgroundJobClientV2 jobs, HeadStart headStart, TimeProvider clock, ILogger<HangfireQueue> logger) : IJobQueue
{
    /// <summary>What is said of many requests, in Slack or to rules, waits this long, so that one look finds most of them.</summary>
    private static readonly TimeSpan AnnouncementsApart = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly SortedSet<long> secondsSent = [];
    private DateTimeOffset announcedAt;
    private DateTimeOffset rulesToldAt;

    public void Nudge(Errand errand, RequestId request)
    {
        if (errand == Errand.Grant)
        {
            headStart.Begin(request);
        }

        Send($"{errand} for request {request}", () =>
            jobs.Enqueue<Errands>(QueueOf(errand), e => e.RunAsync(errand, request.ToString(), CancellationToken.None)));
    }

    public void NudgeAt(Errand errand, RequestId request, DateTimeOffset when) => Send($"{errand} for request {request}", () =>
        jobs.Schedule<Errands>(QueueOf(errand), e => e.RunAsync(errand, request.ToString(), CancellationToken.None), when));

    /// <remarks>A job each would cost Hangfire some 15 ms of database time for every grant, all of it when many end at once.</remarks>
    public void RevokeDueAt(DateTimeOffset when)
    {
        var second = when.ToUnixTimeSeconds();
        lock (gate)
        {
            secondsSent.RemoveWhere(sent => sent < clock.GetUtcNow().ToUnixTimeSeconds());
            if (!secondsSent.Add(second))
            {
                return;
            }
        }

        // For the second's beginning: whoever gets it waits for what ends in the course of it.
        Send("take away what is over", () => jobs.Schedule<Errands>(
            JobsModule.RevokeQueue, e => e.RevokeDueAsync(CancellationToken.None), DateTimeOffset.FromUnixTimeSeconds(second)));
    }

    public void AnnounceAll()
    {
        lock (gate)
        {
            if (clock.GetUtcNow() - announcedAt < AnnouncementsApart)
            {
                return;
            }

            announcedAt = clock.GetUtcNow();
        }

        Send("bring Slack up to date", () =>
            jobs.Schedule<Errands>(JobsModule.AnnounceQueue, e => e.AnnounceAllAsync(CancellationToken.None), announcedAt + AnnouncementsApart));
    }

    public void TellAllRules()
    {
        lock (gate)
        {
            if (clock.GetUtcNow() - rulesToldAt < AnnouncementsApart)
            {
                return;
            }

            rulesToldAt = clock.GetUtcNow();
        }

        Send("tell rules", () => jobs.Schedule<Errands>(JobsModule.RulesQueue, e => e.TellAllRulesAsync(CancellationToken.None), rulesToldAt + AnnouncementsApart));
    }

    /// <summary>Revocations have workers of their own, so that nothing else can hold them up; and rules, so that they hold up nothing else.</summary>
    public static string QueueOf(Errand errand) => errand switch
    {
        Errand.Revoke => JobsModule.RevokeQueue,
        Errand.Announce => JobsModule.AnnounceQueue,
        Errand.TellRules => JobsModule.RulesQueue,
        _ => JobsModule.DefaultQueue,
    };

    private void Send(string nudge, Action send)
    {
        try
        {
            send();
        }
        catch (Exception e) when (e is BackgroundJobClientException or ObjectDisposedException || DatabaseFault.IsAway(e))
        {
            // The row says what is to be done; the reconcile pass sends the nudge again.
            Log.NotSent(logger, e, nudge);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A nudge could not be sent and is left to the next look at the rows: {Nudge}")]
        public static partial void NotSent(ILogger logger, Exception e, string nudge);
    }
}
