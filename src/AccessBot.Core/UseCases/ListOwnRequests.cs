using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>What somebody holds, has asked for and has had.</summary>
public sealed class ListOwnRequests(IRequestLists lists)
{
    /// <summary>How much of what has ended is listed.</summary>
    public const int MostEnded = 10;

    /// <summary>More of what is open is nobody's: for each target there is one request at a time.</summary>
    private const int MostOpen = 500;

    /// <summary>Lists it.</summary>
    public async Task<OwnRequests> OfAsync(SlackUserId who, CancellationToken cancel)
    {
        var open = await lists.OpenAsync(who, MostOpen, cancel);
        var ended = await lists.EndedAsync(who, MostEnded, cancel);
        var held = open.Where(IsHeld).ToList();
        return new OwnRequests(
            [.. held.OrderBy(request => request.DueEnd ?? DateTimeOffset.MaxValue).ThenBy(request => request.RequestedAt)],
            [.. open.Where(request => !IsHeld(request))],
            ended);
    }

    /// <summary>What OneLogin is being told of is not held yet for the person, though it may be there.</summary>
    private static bool IsHeld(Request request) => request.State is RequestState.Granted or RequestState.Revoking;
}
