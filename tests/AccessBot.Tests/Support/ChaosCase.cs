using System.Text.Json;
using AccessBot.Benchmarks.Chaos;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Support;

/// <summary>
/// What a chaos run might have left behind, made up: one request for ten seconds that went well, until a test says otherwise.
/// Times are seconds from the start of the run. The audit entries are AccessBot's own, so that the model's chain is held against it.
/// </summary>
internal sealed class ChaosCase
{
    public const double GrantedAt = 2;
    public const double EndsAt = 12;
    public const double Over = 100;

    /// <summary>The request for more time, where there is one.</summary>
    public const string MoreId = "01a20c2e2d8f783f983d9f395a313ba3";

    private const string Id = "01a20c2e2d8f783f983d9f395a313ba2";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonElement NoBlocks = JsonSerializer.SerializeToElement(Array.Empty<string>());

    private readonly List<(double At, AuditAction Action, string? By, string After, (string, string)[] Details)> happened = [];
    private bool? moreApproved;
    private (string Who, double At)? refused;

    public ChaosCase()
    {
        Say(0, AuditAction.Submitted, Asker, "Requested");
        Say(1, AuditAction.Voted, Cast.Ana.SlackId, "Requested");
        Say(1, AuditAction.Approved, Cast.Ana.SlackId, "Approved");
        Say(1.5, AuditAction.GrantStarted, by: null, "Approved", ("endsAt", $"{At(11.5):O}"));
        Say(GrantedAt, AuditAction.Granted, by: null, "Granted", ("endsAt", $"{At(EndsAt):O}"));
        Say(EndsAt, AuditAction.EndDue, by: null, "Revoking");
        Say(EndsAt + 0.5, AuditAction.Ended, by: null, "Expired");
        Spans = [Span(MembershipSource.Api, 1.8, 12.3)];
        Calls = [Call("POST", 1.8, added: true), Call("DELETE", 12.3, added: false)];
        MessageText = "*Expired*\nchaos-00000";
    }

    public static string Asker => Scene.SlackIdOf(0);

    public static Place Place => Scene.PlaceOf(0, 0);

    public Chronicle Chronicle { get; } = new();

    public List<MembershipSpan> Spans { get; }

    public List<OneLoginCall> Calls { get; }

    public string MessageText { get; set; }

    /// <summary>What was done to AccessBot.</summary>
    public PlanKind Kind { get; set; }

    public List<SlackCall> SlackCalls { get; } = [];

    /// <summary>Whether it was for an approval and nothing else.</summary>
    public bool IsApprovalOnly { get; set; }

    /// <summary>What is done to the trail after it was written.</summary>
    public Func<IReadOnlyList<TrailEntry>, IReadOnlyList<TrailEntry>> Tamper { get; set; } = trail => trail;

    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static Stretch Between(double from, double to) => new(At(from), At(to));

    public static MembershipSpan Span(MembershipSource source, double from, double? to) =>
        new(Place.Role, Place.User, Place.Privilege, source, At(from), to is { } end ? At(end) : null);

    public static OneLoginCall Call(string method, double at, bool? added, long? user = null) => new()
    {
        At = At(at), Method = method, Path = $"/api/2/roles/{Place.Role}/users", Query = "", Ids = [user ?? Place.User], Status = 200, RequestId = "x",
        Effect = added is { } change ? [new MembershipChange(Place.Role, user ?? Place.User, Place.Privilege, change)] : [],
    };

    /// <summary>Leaves out what the trail says from some time on.</summary>
    public void ForgetFrom(double at) => happened.RemoveAll(one => one.At >= at);

    public void Say(double at, AuditAction action, string? by, string after, params (string, string)[] details) => happened.Add((at, action, by, after, details));

    /// <summary>Which of the plan's requests the one for more time came of.</summary>
    public int MoreNth { get; set; } = 1;

    /// <summary>Whether there is a request for more time, and whether that was approved or nobody decided.</summary>
    public void Asks(bool more, bool approved) => moreApproved = more ? approved : null;

    /// <summary>Has a form of somebody's refused, which makes no request.</summary>
    public void Refuses(string who, double at) => refused = (who, at);

    /// <summary>Has somebody else vote in the approver's place.</summary>
    public void VotedBy(string who)
    {
        for (var i = 0; i < happened.Count; i++)
        {
            happened[i] = happened[i].Action is AuditAction.Voted or AuditAction.Approved ? happened[i] with { By = who } : happened[i];
        }
    }

    /// <summary>What the model says is wrong.</summary>
    public IReadOnlyList<ViolationKind> Judge()
    {
        var trail = Trail(Id, happened.OrderBy(one => one.At));
        var asked = More();
        var closed = happened.Find(one => one.Action == (IsApprovalOnly ? AuditAction.Approved : AuditAction.Ended));
        var row = new RequestRow
        {
            Id = Id, Reason = Scene.ReasonOf(0), Place = IsApprovalOnly ? default : Place, Requester = Asker, State = trail[^1].After!, Version = trail.Count, RequestedAt = At(0),
            ClosedAt = closed == default ? null : At(closed.At), Problem = null, AuditCount = trail.Count, AuditHead = trail[^1].Hash,
        };
        var message = new SlackMessage { ChannelId = Scene.Channel, Ts = "1.0", UserId = "U0ACCESSBOT", Text = MessageText, Blocks = NoBlocks };
        var model = Model.Judge(new Evidence
        {
            Kind = Kind, SlackCalls = SlackCalls, Began = At(0), Now = At(Over), Requests = [row, .. asked.Rows], Trail = [.. Tamper(trail), .. asked.Trail, .. Refusal()], Spans = Spans, Calls = Calls, Chronicle = Chronicle,
            Notices = [new NoticeRow(Id, "Approvers", Scene.Channel, "1.0", trail.Count, Problem: null)],
            Messages = [message with { Versions = [new SlackMessageVersion(At(50), MessageText, NoBlocks)] }],
        }, ChaosRun.UsualPatience);
        return [.. model.Violations.Select(violation => violation.Kind).Distinct()];
    }

    private IEnumerable<TrailEntry> Refusal() =>
        refused is { Who: var who, At: var at } ? Trail($"person/{who}", [(at, AuditAction.Refused, who, "", [])]) : [];

    private (IReadOnlyList<RequestRow> Rows, IReadOnlyList<TrailEntry> Trail) More()
    {
        if (moreApproved is not { } approved)
        {
            return ([], []);
        }

        (double, AuditAction, string?, string, (string, string)[])[] decided = approved
            ? [(6, AuditAction.Voted, Cast.Ana.SlackId, "Requested", []), (6, AuditAction.Approved, Cast.Ana.SlackId, "Approved", [])]
            : [(EndsAt, AuditAction.Lapsed, null, "Lapsed", [])];
        var trail = Trail(MoreId, [(5, AuditAction.Submitted, Asker, "Requested", []), .. decided]);
        var row = new RequestRow
        {
            Id = MoreId, Reason = Scene.ReasonOf(MoreNth), Place = default, Requester = Asker, Extends = Id, State = trail[^1].After!, Version = trail.Count, RequestedAt = At(5),
            ClosedAt = trail[^1].At, Problem = null, AuditCount = trail.Count, AuditHead = trail[^1].Hash,
        };
        return ([row], trail);
    }

    private static List<TrailEntry> Trail(string stream, IEnumerable<(double At, AuditAction Action, string? By, string After, (string, string)[] Details)> happened)
    {
        var (entries, state) = (new List<TrailEntry>(), (string?)null);
        foreach (var (at, action, by, after, details) in happened)
        {
            var actor = by is null ? Actor.Job : new Actor(SlackUserId.Parse(by), by, Scene.Channel);
            var entry = AuditEntry.Next(stream, entries.Count, entries.LastOrDefault()?.Hash ?? "", At(at), action, actor, state, after,
                [.. details.Select(detail => KeyValuePair.Create(detail.Item1, (string?)detail.Item2))]);
            entries.Add(new TrailEntry
            {
                Stream = entry.Stream, Number = entry.Number, At = entry.At, Action = entry.Action.ToString(), Actor = entry.Actor, Where = entry.Where,
                Before = entry.Before, After = entry.After, Detail = entry.Detail, PreviousHash = entry.PreviousHash, Hash = entry.Hash,
            });
            state = after;
        }

        return entries;
    }
}
