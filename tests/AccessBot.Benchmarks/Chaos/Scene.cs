using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Who and what there is: people who ask, approvers, bystanders, roles, and the rules.</summary>
internal static class Scene
{
    public const int Nodes = 2;

    /// <summary>How many people have their accounts to the end; those after them are deleted one after the other.</summary>
    public const int Lasting = 12;

    public const string Channel = Cast.AccessRequests;

    private const string Flow = "chaos";
    private static readonly string[] TargetKeys = ["first", "second", "third"];

    /// <summary>In seconds.</summary>
    public static IReadOnlyList<int> Durations { get; } = [3, 5, 8, 15, 30, 60];

    /// <summary>What can be asked for.</summary>
    public static IReadOnlyList<(long Role, RolePrivilege Privilege)> Targets { get; } =
    [
        (Cast.ProductionAdmin, RolePrivilege.Member), (Cast.CustomerData, RolePrivilege.Member), (Cast.CustomerData, RolePrivilege.Admin),
    ];

    /// <summary>Slack users.</summary>
    public static string[] Approvers { get; } = [Cast.Ana.SlackId, Cast.Ben.SlackId];

    /// <summary>How many people ask.</summary>
    public static int People(TimeSpan length) => Lasting + Math.Max(1, (int)length.TotalMinutes);

    /// <summary>When a person's account is deleted; null if it never is.</summary>
    public static TimeSpan? DeletedAt(int person) => person < Lasting ? null : TimeSpan.FromSeconds(22 + (60 * (person - Lasting)));

    /// <summary>How many processes there are: SQLite serves one.</summary>
    public static int NodesOn(DatabaseProvider database) => database == DatabaseProvider.Sqlite ? 1 : Nodes;

    public static string SlackIdOf(int person) => $"U0CHAOS{person:000}";

    public static long OneLoginIdOf(int person) => 70_000 + person;

    public static Place PlaceOf(int person, int target) => new(OneLoginIdOf(person), Targets[target].Role, Targets[target].Privilege);

    /// <summary>What a request's reason is, by which its messages and its row are found.</summary>
    public static string ReasonOf(int nth) => $"chaos-{nth:00000}";

    /// <summary>A filled-in form.</summary>
    public static FormValues FormOf(Step.Ask ask) => new()
    {
        { $"target:{Flow}", "target", TargetKeys[ask.Target] },
        { $"duration:{Flow}", "duration", $"{ask.Seconds}" },
        { "reason", "reason", ReasonOf(ask.Nth) },
    };

    /// <summary>A filled-in window for more time.</summary>
    public static FormValues FormOf(Step.Extend extend) => new() { { "extend.more", "more", $"{extend.Seconds}" }, { "reason", "reason", ReasonOf(extend.Nth) } };

    /// <summary>Whether a view is the window for more time.</summary>
    public static bool IsForMore(SlackView? view) => view?.Json.GetRawText().Contains("\"extend.more\"", StringComparison.Ordinal) == true;

    /// <summary>Whether a view is the form, and not yet the window that says that it is coming.</summary>
    public static bool IsForm(SlackView? view) => view?.Json.GetRawText().Contains($"\"target:{Flow}\"", StringComparison.Ordinal) == true;

    /// <summary>Lets everybody in. Bystanders hold each role by hand and never ask for anything.</summary>
    public static void Enter(SandboxServer sandbox, TimeSpan length)
    {
        for (var person = 0; person < People(length); person++)
        {
            Enter(sandbox, SlackIdOf(person), OneLoginIdOf(person), $"chaos{person}");
        }

        foreach (var (target, (role, privilege)) in Targets.Index())
        {
            var bystander = 80_000 + target;
            Enter(sandbox, $"U0BYSTANDER{target}", bystander, $"bystander{target}");
            sandbox.OneLogin.AddByHand(role, bystander, privilege);
        }
    }

    public static string Rules =>
        $$"""
        version: 1
        admins: [ada@acme.example]
        targets:
          first: { label: Production Admin, oneLoginRole: {{Cast.ProductionAdmin}}, privilege: member }
          second: { label: Customer Data Reader, oneLoginRole: {{Cast.CustomerData}}, privilege: member }
          third: { label: Customer Data Owner, oneLoginRole: {{Cast.CustomerData}}, privilege: admin }
        flows:
          {{Flow}}:
            label: Chaos
            targets: [{{string.Join(", ", TargetKeys)}}]
            durations: [{{string.Join(", ", Durations.Select(d => $"{d}s"))}}]
            reason: { required: true }
            requesters: [everyone]
            approvers:
              - { anyOf: [ { slackGroup: {{Cast.Responders}} } ], count: 1 }
            notify:
              - { channel: {{Channel}} }
            lapseAfter: 25s
        """;

    private static void Enter(SandboxServer sandbox, string slackId, long oneLoginId, string name)
    {
        sandbox.Slack.Add(new SlackPerson(slackId, name, name, $"{name}@acme.example"));
        sandbox.OneLogin.AddUser(new OneLoginUser { Id = oneLoginId, Email = $"{name}@acme.example", Firstname = name, Lastname = "Chaos" });
    }
}
