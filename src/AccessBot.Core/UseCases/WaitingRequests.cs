using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>What waits for somebody's decision.</summary>
/// <param name="Requests">The requests, the one that has waited longest first.</param>
/// <param name="IsAll">Whether there is no other that they might decide on: not if there were too many to look at, or if something could not be told.</param>
public sealed record WaitingRequests(IReadOnlyList<Request> Requests, bool IsAll);
