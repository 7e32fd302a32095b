using System.Collections.Concurrent;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Telemetry;

namespace AccessBot.Jobs;

/// <summary>Gives the role at once in the process that saved the approval, instead of when a job comes round: somebody waits for it.</summary>
/// <remarks>
/// A courtesy, not a promise. The job is sent all the same and finds nothing left to do; it does the work if this process dies on
/// the way, is busy, or fails. In this process it joins a run that is going on, so that a failure is not tried twice in a row;
/// from another process it waits for the membership's lock and reads the row again.
/// </remarks>
internal sealed partial class HeadStart(IServiceProvider services, IHostApplicationLifetime life, ILogger<HeadStart> logger)
{
    // As many as OneLogin is called with at once: more would only wait for it, with a database connection each.
    private readonly SemaphoreSlim places = new(OneLogin.ICallPlaces.AtOnce);
    private readonly ConcurrentDictionary<RequestId, Lazy<Task>> running = new();

    /// <summary>Begins, unless too many are going on.</summary>
    public void Begin(RequestId request)
    {
        if (places.Wait(TimeSpan.Zero))
        {
            _ = Task.Run(() => RunQuietlyAsync(request));
        }
    }

    /// <summary>Runs it, or waits for the run that is going on.</summary>
    public Task RunAsync(RequestId request, CancellationToken cancel) =>
        running.GetOrAdd(request, id => new Lazy<Task>(() => GrantAsync(id, cancel))).Value.WaitAsync(cancel);

    private async Task GrantAsync(RequestId request, CancellationToken cancel)
    {
        using var span = Spans.Source.StartActivity("grant")?.About(request);
        try
        {
            await services.GetRequiredService<GrantAccess>().ExecuteAsync(request, cancel);
        }
        finally
        {
            running.TryRemove(request, out _);
        }
    }

    private async Task RunQuietlyAsync(RequestId request)
    {
        try
        {
            // As long as the jobs have it at a stop, and no longer: a call that OneLogin holds up would hold up the process's end.
            await RunAsync(request, life.ApplicationStopped);
        }
        catch (Exception e)
        {
            Log.LeftToTheJob(logger, e, request);
        }
        finally
        {
            places.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Request {Request} could not be granted at once and is left to its job")]
        public static partial void LeftToTheJob(ILogger logger, Exception e, RequestId request);
    }
}
