using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Support;

/// <summary>Requests and what they are made of, for tests that don't care how they came about.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static readonly SlackUserId Rita = SlackUserId.Parse("U0RITA");
    public static readonly SlackUserId Ana = SlackUserId.Parse("U0ANA");
    public static readonly SlackUserId Ben = SlackUserId.Parse("U0BEN");

    public static readonly Target Target = new("production-admin", "Production Admin", 81878, Privilege.Member);

    public static readonly Flow Flow = new()
    {
        Key = "production",
        Label = "Production access",
        Targets = [Target],
        Durations = [TimeSpan.FromMinutes(30)],
        Reason = new ReasonRule(Required: true, MinLength: 10),
        Requesters = [new Principal.Everyone()],
        Approvers = [new ApproverLine([new Principal.SlackGroup("S0SRE")], 1)],
        Notify = [NotifyStep.InChannel("C0ACCESS")],
    };

    public static Actor By(SlackUserId who) => new(who, who.Value, "C0ACCESS");

    public static Ruling.NeedsApproval Needs(int count, int have = 0) => new([new LineProgress(new ApproverLine(Flow.Approvers[0].AnyOf, count), have)]);

    public static Request Request(
        int approvals = 1, string? submission = null, DateTimeOffset? at = null, long user = 1001, TimeSpan? duration = null, bool byHand = false, AutoRule? rule = null, SlackUserId? by = null)
    {
        var who = by ?? Rita;
        var now = at ?? Now;
        return global::AccessBot.Core.Requests.Request.Submit(RequestId.New(now), submission ?? Guid.NewGuid().ToString("N"),
            new Person(who, user, "rita@example.com", now), Flow, Target,
            new Wish(Flow.Key, Target.Key, byHand ? null : duration ?? Flow.Durations[0], "database failover", new Dictionary<string, string>(StringComparer.Ordinal)),
            rule is null ? Needs(approvals) : new Ruling.Approved(rule), By(who), now);
    }

    public static readonly Flow ApprovalFlow = Flow with { Key = "freeze", Label = "Deploy freeze exception", Targets = [], Durations = [] };

    /// <summary>A request for an approval only.</summary>
    public static Request ApprovalOnly(int approvals = 1, DateTimeOffset? at = null, long? user = null, AutoRule? rule = null, SlackUserId? by = null, string? flow = null)
    {
        var (who, now, asked) = (by ?? Rita, at ?? Now, ApprovalFlow with { Key = flow ?? ApprovalFlow.Key });
        return global::AccessBot.Core.Requests.Request.SubmitApprovalOnly(RequestId.New(now), Guid.NewGuid().ToString("N"), who, user, asked,
            new Wish(asked.Key, "", Duration: null, "the fix can't wait", new Dictionary<string, string>(StringComparer.Ordinal)),
            rule is null ? Needs(approvals) : new Ruling.Approved(rule), By(who), now);
    }

    /// <summary>A request for an approval only in a state that one can be in.</summary>
    public static Request ApprovalOnlyIn(RequestState state, DateTimeOffset? at = null, SlackUserId? by = null)
    {
        var request = ApprovalOnly(at: at, by: by);
        var now = at ?? Now;
        Assert.True(state switch
        {
            RequestState.Approved => request.Approve(By(Ana), new Ruling.Approved(), now) is null,
            RequestState.Denied => request.Deny(By(Ana), now) is null,
            RequestState.Cancelled => request.Cancel(By(request.Requester), now) is null,
            RequestState.Lapsed => request.Lapse(request.LapsesAt),
            _ => true,
        });
        Assert.Equal(state, request.State);
        return request;
    }

    /// <summary>An emergency of Rita's, just made.</summary>
    public static Request BreakGlass() => global::AccessBot.Core.Requests.Request.Submit(RequestId.New(Now), Guid.NewGuid().ToString("N"),
        new Person(Rita, 1001, "rita@example.com", Now), Flow, Target,
        new Wish(Flow.Key, Target.Key, Flow.Durations[0], "database failover", new Dictionary<string, string>(StringComparer.Ordinal)) { BreakGlass = true },
        new Ruling.Approved { BreakGlass = true }, By(Rita), Now);

    /// <summary>A request in any state, got there by the verbs that people and jobs use.</summary>
    public static Request In(RequestState state, DateTimeOffset? at = null, long user = 1001, bool hadBefore = false, string? submission = null)
    {
        var now = at ?? Now;
        var request = Request(at: now, user: user, submission: submission);
        switch (state)
        {
            case RequestState.Denied:
                Assert.Null(request.Deny(By(Ana), now));
                break;
            case RequestState.Cancelled:
                Assert.Null(request.Cancel(By(Rita), now));
                break;
            case RequestState.Lapsed:
                Assert.True(request.Lapse(request.LapsesAt));
                break;
            case RequestState.Approved or RequestState.Granted or RequestState.Revoking or RequestState.Expired or RequestState.Revoked or RequestState.Failed:
                Assert.Null(request.Approve(By(Ana), new Ruling.Approved(), now));
                break;
        }

        if (state is RequestState.Granted or RequestState.Revoking or RequestState.Expired or RequestState.Revoked)
        {
            Assert.True(request.BeginGrant(hadBefore, now));
            Assert.True(request.ConfirmGrant("r-1", now));
        }

        switch (state)
        {
            case RequestState.Failed:
                Assert.True(request.GiveUp("the role is gone", now));
                Assert.True(request.ConfirmEnd(RoleKept.No, wasGone: true, null, now));
                break;
            case RequestState.Revoked:
                Assert.Null(request.Revoke(By(Rita), now));
                Assert.True(request.ConfirmEnd(RoleKept.No, wasGone: false, "r-2", now));
                break;
            case RequestState.Revoking or RequestState.Expired:
                Assert.True(request.Expire(request.EndsAt!.Value));
                break;
        }

        if (state == RequestState.Expired)
        {
            Assert.True(request.ConfirmEnd(RoleKept.No, wasGone: false, "r-2", request.EndsAt!.Value));
        }

        Assert.Equal(state, request.State);
        return request;
    }
}
