using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox;

namespace AccessBot.Benchmarks;

/// <summary>Requests with a past, made by the verbs that people and jobs use.</summary>
internal static class PastRequest
{
    private static readonly TimeSpan Deciding = TimeSpan.FromMinutes(2);
    private static readonly Actor Approver = new(SlackUserId.Parse(Cast.Ana.SlackId), Cast.Ana.Name, Cast.AccessRequests);

    /// <summary>One that nobody has decided yet.</summary>
    public static Request Asked(AccessRules rules, long role, Person person, TimeSpan duration, DateTimeOffset at)
    {
        var flow = rules.FindFlow(StageRules.Flow)!;
        var target = rules.Targets[StageRules.TargetOf(role)];
        return Request.Submit(RequestId.New(at), Guid.NewGuid().ToString("N"), person, flow, target,
            new Wish(flow.Key, target.Key, duration, StageRules.Reason, new Dictionary<string, string>(StringComparer.Ordinal)),
            new Ruling.NeedsApproval([new LineProgress(flow.Approvers[0], 0)]), By(person), at);
    }

    /// <summary>One that is granted and ends at a given time.</summary>
    public static Request Granted(AccessRules rules, long role, Person person, TimeSpan duration, DateTimeOffset end)
    {
        var granted = end - duration;
        var request = Asked(rules, role, person, duration, granted - Deciding);
        Must(request.Approve(Approver, new Ruling.Approved(), granted - TimeSpan.FromSeconds(1)) is null);
        Must(request.BeginGrant(hadRoleBefore: false, granted));
        Must(request.ConfirmGrant("seeded", granted));
        Must(request.EndsAt == end);
        return request;
    }

    /// <summary>One that ended at its time.</summary>
    public static Request Expired(AccessRules rules, long role, Person person, TimeSpan duration, DateTimeOffset end)
    {
        var request = Granted(rules, role, person, duration, end);
        Must(request.Expire(end));
        Must(request.ConfirmEnd(RoleKept.No, wasGone: false, "seeded", end));
        return request;
    }

    /// <summary>One that its holder ended before its time.</summary>
    public static Request Revoked(AccessRules rules, long role, Person person, TimeSpan duration, DateTimeOffset end)
    {
        var request = Granted(rules, role, person, duration, end);
        Must(request.Revoke(By(person), end - (duration / 2)) is null);
        Must(request.ConfirmEnd(RoleKept.No, wasGone: false, "seeded", end - (duration / 2)));
        return request;
    }

    /// <summary>One that an approver denied.</summary>
    public static Request Denied(AccessRules rules, long role, Person person, TimeSpan duration, DateTimeOffset at)
    {
        var request = Asked(rules, role, person, duration, at - Deciding);
        Must(request.Deny(Approver, at) is null);
        return request;
    }

    /// <summary>One that nobody decided.</summary>
    public static Request Lapsed(AccessRules rules, long role, Person person, TimeSpan duration, DateTimeOffset at)
    {
        var request = Asked(rules, role, person, duration, at);
        Must(request.Lapse(request.LapsesAt));
        return request;
    }

    private static Actor By(Person person) => new(person.SlackUser, person.SlackUser.Value, "modal");

    private static void Must(bool so)
    {
        if (!so)
        {
            throw new InvalidOperationException("A verb refused what this request was to go through.");
        }
    }
}
