using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Persistence;
using Hangfire;
using Microsoft.Extensions.Options;

namespace AccessBot.Jobs;

/// <summary>Nudges as Hangfire jobs.</summary>
internal sealed partial class HangfireQueue(
    IBackgroundJobClientV2 jobs, HeadStart headStart, IOptions<DatabaseOptions> database, ILogger<HangfireQueue> logger) : IJobQueue
{
    public bool ForgetsAtRestart => database.Value.Provider == DatabaseProvider.Sqlite;

    public void Nudge(Errand errand, RequestId request)
    {
        if (errand == Errand.Grant)
        {
            headStart.Begin(request);
        }

        Send(errand, request, () =>
            jobs.Enqueue<Errands>(QueueOf(errand), e => e.RunAsync(errand, request.ToString(), CancellationToken.None)));
    }

    public void NudgeAt(Errand errand, RequestId request, DateTimeOffset when) => Send(errand, request, () =>
        jobs.Schedule<Errands>(QueueOf(errand), e => e.RunAsync(errand, request.ToString(), CancellationToken.None), when));

    /// <summary>Revocations have workers of their own, so that nothing else can hold them up.</summary>
    public static string QueueOf(Errand errand) => errand switch
    {
        Errand.Revoke => JobsModule.RevokeQueue,
        Errand.Announce => JobsModule.AnnounceQueue,
        _ => JobsModule.DefaultQueue,
    };

    private void Send(Errand errand, RequestId request, Action send)
    {
        try
        {
            send();
        }
        catch (Exception e) when (e is BackgroundJobClientException or ObjectDisposedException || DatabaseFault.IsAway(e))
        {
            // The row says what is to be done; the reconcile pass sends the nudge again.
            Log.NotSent(logger, e, errand, request);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A nudge could not be sent and is left to the next reconcile pass: {Errand} for request {Request}")]
        public static partial void NotSent(ILogger logger, Exception e, Errand errand, RequestId request);
    }
}
