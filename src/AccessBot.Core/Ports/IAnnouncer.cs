using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Says in Slack what a request's row says.</summary>
public interface IAnnouncer
{
    /// <summary>
    /// Posts or updates every notice of the request that doesn't show its latest version, and saves what was shown.
    /// Failures are recorded on the notices, with the time of the next try, and are not thrown.
    /// </summary>
    Task AnnounceAsync(RequestId request, CancellationToken cancel);
}
