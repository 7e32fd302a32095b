using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Whose approvals a request waits for, line by line: what is met, and who can still decide. Pure.</summary>
/// <remarks>By the names that the rules have for people, not by who they are at the moment: that is asked at the click.</remarks>
internal static class ApproverLines
{
    /// <param name="request">The row.</param>
    /// <param name="flow">Its flow as it is now; null if the rules have it no more, and nobody can decide.</param>
    /// <returns>Null if nothing is waited for.</returns>
    public static Mrkdwn? Of(Request request, Flow? flow)
    {
        if (request.State != RequestState.Requested || flow?.ApproversAt(request.Step) is not { Count: > 0 } lines)
        {
            return null;
        }

        // Rules that came since the last count may have other lines, or other numbers.
        var isCounted = lines.Sum(line => line.Count) == request.ApprovalsNeed && request.Decisions.Count(decision => decision.Line < lines.Count) == request.ApprovalsHave;
        return Mrkdwn.Join($"\n", lines.Select((line, i) => isCounted
            ? Counted(line, [.. request.Decisions.Where(decision => decision.Line == i)])
            : Mrkdwn.Of($"• It takes {line.Count} from {PrincipalText.InWords(line.AnyOf)}.")));
    }

    private static Mrkdwn Counted(ApproverLine line, IReadOnlyList<Decision> by)
    {
        var people = Mrkdwn.Of($"{PrincipalText.InWords(line.AnyOf)}");
        var approved = Mrkdwn.Join($", ", by.Select(decision => Mrkdwn.Of($"{decision.Approver} {decision.At}")));
        return by.Count == 0 ? Mrkdwn.Of($"• 0 of {line.Count} from {people}: any of them can decide.")
            : by.Count < line.Count ? Mrkdwn.Of($"• {by.Count} of {line.Count} from {people}: approved by {approved}; any other of them can decide.")
            : Mrkdwn.Of($"• {by.Count} of {line.Count} from {people}: approved by {approved}.");
    }
}
