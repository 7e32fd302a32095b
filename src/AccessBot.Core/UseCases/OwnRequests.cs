using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>What somebody has, as their rows say.</summary>
/// <param name="Held">What they hold, or may still hold: granted, ending, overdue. What ends first comes first, and what ends by hand last.</param>
/// <param name="Open">What they asked for and is not given yet: it waits for approvers, or is being given. The newest first.</param>
/// <param name="Ended">What has ended, however it did, the last first; no more than <see cref="ListOwnRequests.MostEnded"/>.</param>
public sealed record OwnRequests(IReadOnlyList<Request> Held, IReadOnlyList<Request> Open, IReadOnlyList<Request> Ended);
