using System.Globalization;
using System.Text;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;

namespace AccessBot.Cli;

/// <summary>What <c>accessbot revoke</c> writes. Pure.</summary>
internal static class RevokeReport
{
    /// <summary>What came of it, one line a request, those first that failed.</summary>
    public static string Text(IReadOnlyList<StoppedRequest> outcome)
    {
        if (outcome.Count == 0)
        {
            return "Nothing that is open matches.";
        }

        var lines = outcome.OrderByDescending(r => r.Outcome == StopOutcome.StillActive).Select(r => $"{Name(r.Request)}: " + r.Outcome switch
        {
            StopOutcome.Ended => "ended",
            StopOutcome.Denied => "was not decided yet, and is denied",
            StopOutcome.ApprovedBefore => "was for an approval only, which was given in that moment",
            _ => $"still active: {Clean(r.Why ?? "")}",
        });
        return string.Join(Environment.NewLine, [.. lines,
            $"{Count(outcome, StopOutcome.Ended)} ended, {Count(outcome, StopOutcome.Denied)} denied, {ApprovedBefore(outcome)}{Count(outcome, StopOutcome.StillActive)} still active."]);
    }

    /// <summary>What would be ended.</summary>
    public static string Text(IReadOnlyList<OpenRequest> found)
    {
        if (found.Count == 0)
        {
            return "Nothing that is open matches.";
        }

        var lines = found.Select(r => $"{Name(r)}: " + r.State switch
        {
            _ when !r.IsReadable => Clean(r.Problem ?? ""),
            RequestState.Requested => "waits for its approvers",
            RequestState.Revoking => "is being taken away",
            _ => $"{r.State.ToString().ToLowerInvariant()}, {(r.EndsAt is { } end ? $"until {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC" : "with no end of its own")}",
        });
        return string.Join(Environment.NewLine, [.. lines, $"{found.Count} would be ended. Nothing was changed."]);
    }

    public static string Json(IReadOnlyList<StoppedRequest> outcome) => JsonOutput.Of(
        new
        {
            Found = outcome.Count,
            Ended = Count(outcome, StopOutcome.Ended),
            Denied = Count(outcome, StopOutcome.Denied),
            ApprovedBefore = Count(outcome, StopOutcome.ApprovedBefore),
            StillActive = Count(outcome, StopOutcome.StillActive),
            Requests = outcome.Select(r => Row(r.Request, r.Outcome, r.Why)),
        });

    public static string Json(IReadOnlyList<OpenRequest> found) =>
        JsonOutput.Of(new { Found = found.Count, Requests = found.Select(r => Row(r, outcome: null, r.Problem)) });

    /// <summary>Somebody's text for a terminal: on one line, and without what would steer the terminal.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format))
        {
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString();
    }

    private static string Name(OpenRequest request) => request.IsReadable
        ? $"{Clean(request.RequesterName)} ({request.Requester}), {Clean(request.TargetLabel)}"
        : request.RequesterName;

    /// <summary>Rare enough to be said only where it happened.</summary>
    private static string ApprovedBefore(IReadOnlyList<StoppedRequest> outcome) =>
        Count(outcome, StopOutcome.ApprovedBefore) is var count and > 0 ? $"{count} approved before, " : "";

    private static int Count(IReadOnlyList<StoppedRequest> outcome, StopOutcome which) => outcome.Count(r => r.Outcome == which);

    private static object Row(OpenRequest request, StopOutcome? outcome, string? why) => new
    {
        Id = request.Id.ToString(),
        Name = request.RequesterName,
        SlackUser = request.IsReadable ? request.Requester.Value : null,
        OneLoginUser = request.IsReadable && request.OneLoginUser != Request.NoOneLoginUser ? request.OneLoginUser : (long?)null,
        Target = request.TargetLabel,
        Flow = request.FlowLabel,
        request.State,
        request.EndsAt,
        Outcome = outcome,
        Why = why,
    };
}
