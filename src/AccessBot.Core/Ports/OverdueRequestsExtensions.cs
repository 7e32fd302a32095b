using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>What is put together of several questions about overdue requests.</summary>
internal static class OverdueRequestsExtensions
{
    /// <summary>The most overdue for any of these reasons, the oldest first.</summary>
    /// <param name="requests">Where they are.</param>
    /// <param name="troubles">The reasons; each is asked about once.</param>
    /// <param name="role">Of this role only; null for all.</param>
    /// <param name="now">The time.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<IReadOnlyList<Request>> FirstAsync(
        this IOverdueRequests requests, IEnumerable<Trouble?> troubles, long? role, DateTimeOffset now, int most, CancellationToken cancel)
    {
        var first = new List<Request>();
        foreach (var trouble in troubles.Distinct())
        {
            first.AddRange(await requests.FirstAsync(trouble, role, now, most, cancel));
        }

        return [.. first.OrderBy(request => request.DueEnd).Take(most)];
    }
}
