using System.Text.RegularExpressions;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>A small company and its rules, for tables that name people and flows by a word.</summary>
internal static class Cast
{
    private static readonly Principal Approvers = new Principal.SlackGroup("S0APPROVERS");
    private static readonly Principal Developers = new Principal.SlackChannel("C0DEVELOPERS");
    private static readonly Principal Security = new Principal.OneLoginRole(77);
    private static readonly Principal Manager = new Principal.Manager();
    private static readonly Principal Root = new Principal.Email("root@acme.com");

    private static readonly Target Production = new("production", "Production", 81878, Privilege.Member);
    private static readonly Target Billing = new("billing", "Billing", 81879, Privilege.Admin);

    private static readonly Dictionary<string, Standing> People = new Standing[]
    {
        Someone("rita", [Developers]),
        Someone("nora", []),
        Someone("ana", [Approvers]),
        Someone("ben", [Approvers]),
        Someone("cleo", [Approvers, Security]),
        Someone("sam", [Security]),
        Someone("mia", [Manager]),
        Someone("root", [Root]),
        Someone("rootanna", [Root, Approvers]),
        Someone("devon", [Developers, Approvers]),
        Someone("gus", [Approvers, Developers], user => user with { IsGuest = true }),
        Someone("gwen", [], user => user with { IsGuest = true }),
        Someone("gina", [Root], user => user with { IsGuest = true }),
        Someone("otto", [Approvers, Developers, Root], user => user with { IsOutsider = true }),
        Someone("olga", [], user => user with { IsOutsider = true, IsGuest = true }),
        Someone("bot", [Approvers, Developers, Root], user => user with { IsBot = true }),
        Someone("dora", [Approvers, Developers, Root], user => user with { IsDeactivated = true }),
    }.ToDictionary(person => person.User.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [.. People.Keys];

    public static AccessRules Rules { get; } = new()
    {
        Admins = [Root],
        Targets = new Dictionary<string, Target>(StringComparer.Ordinal) { ["production"] = Production, ["billing"] = Billing },
        Flows =
        [
            Make("plain", Line(1, Approvers)),
            Make("two", Line(2, Approvers)),
            Make("lines", Line(1, Approvers), Line(1, Security)),
            Make("wide", Line(2, Approvers, Security), Line(1, Security)),
            Make("either", Line(1, Approvers, Security)),
            Make("boss", Line(1, Manager)),
            Make("anybody", Line(1, new Principal.Everyone())),
            Make("mixed", Line(1, new Principal.Everyone()), Line(1, Manager)),
            Make("byadmins", Line(1, new Principal.Admins())),
            Make("nobody"),
            Make("self", Line(1, Approvers)) with { AllowSelfApproval = true },
            Make("selftwo", Line(2, Approvers)) with { AllowSelfApproval = true },
            Make("guests", Line(1, Approvers)) with { AllowGuests = true },
            Make("developers", Line(1, Approvers)) with { Requesters = [Developers] },
            Make("admins", Line(1, Approvers)) with { Requesters = [new Principal.Admins()] },
            Make("byhand", Line(1, Approvers)) with { AutoRevoke = false, Durations = [] },
            Make("kept", Line(1, Approvers)) with { AllowRevoke = false },
            Make("form", Line(1, Approvers)) with
            {
                Reason = new ReasonRule(Required: true, MinLength: 10),
                Fields =
                [
                    new Field("ticket", "Ticket", Required: true, Default: "OPS-1", new Regex("^[A-Z]+-[0-9]+$", RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1))),
                    new Field("note", "Note", Required: false, Default: null, new Regex("^[a-z]+$", RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1))),
                ],
            },
            Make("approval", Line(2, Approvers)) with { Targets = [], Durations = [] },
            Make("choice", Line(1, Approvers)) with { Targets = [Production, Billing with { Requesters = [Developers] }] },
            Make("ask", Line(1, Approvers)) with { Targets = [Production with { Privilege = null }, Billing] },
            Make("until", Line(1, Approvers)) with { AllowUntil = true, MaxDuration = TimeSpan.FromHours(2) },
            Make("quiet", Line(1, Approvers)) with { Reason = new ReasonRule(Required: false, MinLength: 5) },
        ],
    };

    /// <summary>A Monday morning, and a past with nothing in it.</summary>
    public static Circumstances Now { get; } = Circumstances.At(new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero));

    public static Flow Flow(string key) => Rules.FindFlow(key) ?? throw new ArgumentException($"No flow {key}.", nameof(key));

    /// <summary>The person as the rules of a flow ask for them: what isn't asked isn't answered.</summary>
    public static Standing Person(string name, Flow? flow, AccessRules? rules = null) =>
        People[name] with { In = People[name].In.Intersect((rules ?? Rules).PrincipalsOf(flow)).ToHashSet() };

    public static Standing Requester(string name) => People[name];

    public static IReadOnlyList<Vote> Votes(string names, Flow? flow, AccessRules? rules = null) =>
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new Vote(Person(name, flow, rules)))];

    /// <summary>A good wish for the flow, with changes such as <c>reason=; ticket=OPS-2; duration=2h</c>.</summary>
    public static Wish Wish(string flow, string changes = "")
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (flow is "form")
        {
            fields["ticket"] = "OPS-7";
        }

        var wish = new Wish(flow, flow is "approval" ? "" : "production", flow is "byhand" or "approval" ? null : TimeSpan.FromHours(1), "The queue is stuck", fields)
        {
            Privilege = flow is "ask" ? Privilege.Member : null,
        };
        foreach (var change in changes.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (change[..change.IndexOf('=')], change[(change.IndexOf('=') + 1)..]);
            value = value.Replace("LONG", new string('x', 3001), StringComparison.Ordinal).Replace("MOST", new string('x', 3000), StringComparison.Ordinal);
            wish = key switch
            {
                "target" => wish with { Target = value },
                "duration" => wish with { Duration = value is "none" ? null : TimeSpan.FromMinutes(int.Parse(value)) },
                "reason" => wish with { Reason = value },
                "privilege" => wish with { Privilege = value is "none" ? null : Enum.Parse<Privilege>(value) },
                "until" => wish with { Duration = TimeSpan.FromMinutes(int.Parse(value)), Until = Now.Now.AddMinutes(int.Parse(value)) },
                _ => wish with { Fields = new Dictionary<string, string>(wish.Fields, StringComparer.Ordinal) { [key] = value } },
            };
        }

        return wish;
    }

    private static ApproverLine Line(int count, params Principal[] anyOf) => new(anyOf, count);

    private static Flow Make(string key, params ApproverLine[] lines) => new()
    {
        Key = key,
        Label = $"Flow {key}",
        Targets = [Production],
        Durations = [TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)],
        Reason = new ReasonRule(Required: true, MinLength: 0),
        Requesters = [new Principal.Everyone()],
        Approvers = lines,
        Notify = [NotifyStep.InChannel("C0ACCESS")],
    };

    private static Standing Someone(string name, Principal[] groups, Func<WorkspaceUser, WorkspaceUser>? but = null)
    {
        var user = new WorkspaceUser(SlackUserId.Parse($"U{name}"), name, $"{name}@acme.com", IsGuest: false, IsOutsider: false, IsBot: false, IsDeactivated: false);
        return new Standing(but is null ? user : but(user), groups.ToHashSet());
    }
}
