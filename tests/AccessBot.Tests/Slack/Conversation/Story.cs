using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>Requests in every state that they can be in, told with whatever texts.</summary>
internal sealed record Story
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly SlackUserId Ana = SlackUserId.Parse("U0ANA");
    public static readonly SlackUserId Ben = SlackUserId.Parse("U0BEN");
    public static readonly SlackUserId Cem = SlackUserId.Parse("U0CEM");

    /// <summary>By what they are called in the tables of the tests.</summary>
    public static IReadOnlyDictionary<string, Func<Story, Request>> All { get; } = new Dictionary<string, Func<Story, Request>>(StringComparer.Ordinal)
    {
        ["requested"] = story => story.Requested(),
        ["requested, one of two"] = story => story.OneOfTwo(),
        ["approved"] = story => story.Approved(),
        ["approved for less, and why"] = story => story.ApprovedForLess(),
        ["approved, in trouble"] = story => story.InTrouble(),
        ["granted"] = story => story.Granted(),
        ["granted at once"] = story => story.GrantedAtOnce(),
        ["granted, ends by hand"] = story => (story with { Duration = null }).Granted(),
        ["granted, extended"] = story => story.Extended(),
        ["granted, as admin"] = story => (story with { Privilege = Privilege.Admin }).Granted(),
        ["revoking, expired"] = story => story.Expiring(),
        ["revoking, expired, overdue"] = story => story.Overdue(story.Expiring()),
        ["revoking, expired, overdue at first"] = story => story.Overdue(story.Expiring(), after: 64),
        ["revoking, expired, overdue for days"] = story => story.Overdue(story.Expiring(), after: 64 + (51 * 60) + 59),
        ["revoking, expired, untried"] = story => story.Untried(),
        ["revoking, revoked"] = story => story.Revoking(),
        ["revoking, revoked, overdue"] = story => story.Overdue(story.Revoking()),
        ["revoking, failed"] = story => story.GivenUp(),
        ["revoking, failed, overdue"] = story => story.Overdue(story.GivenUp()),
        ["expired"] = story => story.Closed(story.Expiring(), RoleKept.No),
        ["expired, held before"] = story => story.Closed(story.Expiring(), RoleKept.HeldBefore),
        ["expired, other grant"] = story => story.Closed(story.Expiring(), RoleKept.OtherGrant),
        ["revoked"] = story => story.Closed(story.Revoking(), RoleKept.No),
        ["failed"] = story => story.Closed(story.GivenUp(), RoleKept.No),
        ["denied"] = story => story.Denied(),
        ["denied, and why"] = story => story.Denied(story.Reason),
        ["cancelled"] = story => story.Cancelled(),
        ["lapsed"] = story => story.Lapsed(),
    };

    public string Name { get; init; } = "Ana Almeida";

    public string TargetLabel { get; init; } = "Production Admin";

    public string FlowLabel { get; init; } = "Production access";

    public string Reason { get; init; } = "The nightly batch hangs.";

    public string Because { get; init; } = "On call this week";

    public string Problem { get; init; } = "OneLogin does not answer.";

    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "OPS-17" };

    /// <summary>What all of the fields take; as choices they have their values.</summary>
    public FieldType FieldType { get; init; } = FieldType.String;

    public TimeSpan? Duration { get; init; } = TimeSpan.FromHours(1);

    public Privilege Privilege { get; init; } = Privilege.Member;

    public string Channel { get; init; } = "C0ACCESS";

    public int Need { get; init; } = 1;

    private static DateTimeOffset Later(int minutes) => Start.AddMinutes(minutes);

    public Request Requested() => Submitted(Votes(0));

    public Request GrantedAtOnce()
    {
        var request = Submitted(new Ruling.Approved(new AutoRule("on-call", new Condition(), Because)));
        request.BeginGrant(hadRoleBefore: false, Later(1));
        request.ConfirmGrant(requestId: null, Later(2));
        return request;
    }

    private Flow Production() => new()
    {
        Key = "production",
        Label = FlowLabel,
        Targets = [new Target("production-admin", TargetLabel, 81878, Privilege)],
        Durations = Duration is { } duration ? [duration] : [],
        Reason = new ReasonRule(Required: true, MinLength: 10),
        Fields =
        [
            .. Fields.Select(field => new Field(field.Key, $"The {field.Key}", Required: false, Default: null, Pattern: null)
            {
                Type = FieldType,
                Choices = FieldType is FieldType.Choice ? [new Choice(field.Value, field.Value)] : [],
            }),
        ],
        Requesters = [new Principal.Everyone()],
        Approvers = [new ApproverLine([new Principal.Everyone()], Need)],
        Notify = [NotifyStep.InChannel(Channel)],
        AutoRevoke = Duration is not null,
    };

    private Request Submitted(Ruling ruling)
    {
        var flow = Production();
        return Request.Submit(
            RequestId.New(Start), "view:V1", new Person(Ana, 4711, "ana@acme.test", Start), flow, flow.Targets[0],
            new Wish(flow.Key, flow.Targets[0].Key, Duration, Reason, Fields), ruling, By(Ana, Name), Start);
    }

    /// <summary>A request for more time, in every state that one can be in.</summary>
    public IReadOnlyDictionary<RequestState, Request> MoreTime()
    {
        var (approved, denied, cancelled, lapsed) = (More(), More(), More(), More());
        approved.Approve(By(Ben), new Ruling.Approved(), Later(10), new Terms(Message: Reason));
        denied.Deny(By(Ben), Later(10), Reason);
        cancelled.Cancel(By(Ana), Later(10));
        lapsed.LapseWithGrant(Later(10));
        return new[] { More(), approved, denied, cancelled, lapsed }.ToDictionary(request => request.State);

        Request More()
        {
            var granted = Granted();
            return Request.AskForMore(RequestId.New(Start), "view:V2", granted, TimeSpan.FromMinutes(30), Production(),
                granted.WishForMore(granted.GrantedFor!.Value + TimeSpan.FromMinutes(30), Reason, mustBeApproved: false), Votes(0), By(Ana, Name), Later(9), first: null);
        }
    }

    public Request Extended()
    {
        var request = Granted();
        request.Extend(request.EndsAt!.Value.AddHours(1), TimeSpan.FromMinutes(15), RequestId.New(Start), By(Ben), Later(10));
        request.Extend(request.EndsAt!.Value.AddHours(1), TimeSpan.FromMinutes(15), RequestId.New(Start), By(Ben), Later(20));
        return request;
    }

    /// <summary>As it is after the holder was reminded of the end.</summary>
    public Request Reminded()
    {
        var request = Approved();
        request.BeginGrant(hadRoleBefore: false, Later(3));
        request.ConfirmGrant(requestId: null, Later(4), remindBefore: TimeSpan.FromMinutes(15));
        request.RemindOfEnd(Later(50));
        return request;
    }

    public Request OneOfTwo()
    {
        var two = this with { Need = 2 };
        var request = two.Requested();
        request.Approve(By(Ben), two.Votes(1), Later(1));
        return request;
    }

    public Request Approved()
    {
        var request = Requested();
        request.Approve(By(Ben), new Ruling.Approved(), Later(2));
        return request;
    }

    /// <summary>Why is what the requester wrote, too: one text from outside is as good as another.</summary>
    public Request ApprovedForLess()
    {
        var request = (this with { Need = 2 }).Requested();
        request.Approve(By(Ben), (this with { Need = 2 }).Votes(1), Later(1), new Terms(TimeSpan.FromMinutes(10), Reason));
        request.Approve(By(Cem), new Ruling.Approved(), Later(2), new Terms(TimeSpan.FromMinutes(20), Reason));
        return request;
    }

    public Request InTrouble()
    {
        var request = Approved();
        request.BeginGrant(hadRoleBefore: false, Later(3));
        request.FailedIn(RequestState.Approved, Problem, requestId: null, Later(4));
        return request;
    }

    public Request Granted()
    {
        var request = Approved();
        request.BeginGrant(hadRoleBefore: false, Later(3));
        request.ConfirmGrant(requestId: null, Later(4));
        return request;
    }

    public Request Expiring()
    {
        var request = Granted();
        request.Expire(Later(64));
        return request;
    }

    public Request Revoking()
    {
        var request = Granted();
        request.Revoke(By(Cem), Later(10));
        return request;
    }

    public Request GivenUp()
    {
        var request = Approved();
        request.BeginGrant(hadRoleBefore: false, Later(3));
        request.GiveUp(Problem, Later(5));
        return request;
    }

    public Request Overdue(Request ending, int after = 65)
    {
        ending.FailedIn(RequestState.Revoking, Problem, requestId: null, Later(after));
        return ending;
    }

    public Request Untried()
    {
        var request = Granted();
        request.NoteOverdue(Later(64 + 12));
        return request;
    }

    public Request Closed(Request ending, RoleKept kept)
    {
        ending.ConfirmEnd(kept, wasGone: false, requestId: null, Later(66));
        return ending;
    }

    public Request Denied(string? why = null)
    {
        var request = Requested();
        request.Deny(By(Ben), Later(2), why);
        return request;
    }

    public Request Cancelled()
    {
        var request = Requested();
        request.Cancel(By(Ana), Later(2));
        return request;
    }

    public Request Lapsed()
    {
        var request = Requested();
        request.Lapse(request.LapsesAt);
        return request;
    }

    private Actor By(SlackUserId who, string? name = null) => new(who, name ?? Name, Channel);

    private Ruling.NeedsApproval Votes(int have) =>
        new([new LineProgress(new ApproverLine([new Principal.Everyone()], Need), have)]);
}
