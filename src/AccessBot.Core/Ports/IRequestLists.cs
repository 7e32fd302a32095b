using AccessBot.Core.People;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Lists of requests that people look at. Each question is by an index in which few rows are, however many have ended.</summary>
public interface IRequestLists
{
    /// <summary>What somebody asked for and that isn't closed, the newest first.</summary>
    Task<IReadOnlyList<Request>> OpenAsync(SlackUserId requester, int most, CancellationToken cancel);

    /// <summary>What somebody asked for and that is closed, the last closed first.</summary>
    Task<IReadOnlyList<Request>> EndedAsync(SlackUserId requester, int most, CancellationToken cancel);

    /// <summary>What waits for a decision, whoever's, the oldest first.</summary>
    Task<IReadOnlyList<Request>> UndecidedAsync(int most, CancellationToken cancel);
}
