using System.Globalization;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Alarms;

/// <summary>That somebody got access in an emergency, and nobody has reviewed it: one for each. Pure.</summary>
public static class BreakGlassAlarm
{
    /// <summary>Who raises them: the first part of their causes; the second is the request.</summary>
    public const string Source = "break-glass";

    /// <param name="request">The emergency.</param>
    public static Alarm Of(Request request) => new(
        $"{Source}/{request.Id}",
        $"Break-glass: access by flow {request.Flow} without its approvers",
        [
            $"{request.RequesterName} ({request.Requester}) took {request.TargetLabel}{(request.Privilege == Privilege.Admin ? ", as admin of the role," : "")} {HowLong(request)}: {request.FlowLabel}.",
            $"Reason: {request.Reason}",
            "Nobody has reviewed it.",
        ],
        request.UnreviewedSince ?? request.RequestedAt)
    {
        CallsDaily = true,
        Advice = "Look at what it was used for. Somebody who could have approved it, or an AccessBot admin, then clicks Mark as reviewed in its message in the flow's channel.",
    };

    private static string HowLong(Request request) => request switch
    {
        { Until: { } end } => $"until {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}",
        { Duration: { } duration } => $"for {DurationText.InWords(duration)}",
        _ => "until it is ended by hand",
    };
}
