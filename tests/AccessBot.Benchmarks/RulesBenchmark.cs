using System.Globalization;
using System.Text;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using YamlDotNet.RepresentationModel;

namespace AccessBot.Benchmarks;

/// <summary>How long a large file of rules takes to be read, and to rule by; beside YamlDotNet, which only parses it, and a file with one flow.</summary>
internal static class RulesBenchmark
{
    private const int Rounds = 20;
    private const int RulingsARound = 2000;
    private static readonly TimeSpan RulingTarget = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ReadingTarget = TimeSpan.FromSeconds(1);

    private static readonly Standing Requester = Person("U0RITA", new Principal.SlackGroup("S0DEV"));
    private static readonly Standing Approver = Person("U0ANA", new Principal.SlackGroup("S0SRE"));

    public static async Task<int> RunAsync(CommandLine asked)
    {
        var (large, small) = (Text(asked.Flows), Text(1));
        var (rules, one) = (Read(large), Read(small));
        var reading = new List<TimeSpan>();
        var parsing = new List<TimeSpan>();
        var ruling = new List<TimeSpan>();
        var rulingOfOne = new List<TimeSpan>();
        var offering = new List<TimeSpan>();

        // The first of each warms up. In turn, so that a busy moment of the machine meets all.
        for (var round = 0; round <= Rounds; round++)
        {
            reading.Add(Time(() => Read(large)));
            parsing.Add(Time(() => new YamlStream().Load(new StringReader(large))));
            ruling.Add(Time(() => Rule(rules, asked.Flows - 1), RulingsARound));
            rulingOfOne.Add(Time(() => Rule(one, 0), RulingsARound));
            offering.Add(Time(() => rules.FlowsFor(Requester)));
        }

        var (read, parsed) = (Of(reading), Of(parsing));
        var (ruled, ruledOne, offered) = (Of(ruling), Of(rulingOfOne), Of(offering));
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            A file of {asked.Flows} flows, {large.Length / 1024} KiB, in ms       count       p50       p99       max
            {read.Row("Reading it, checks included")}   target {ReadingTarget.TotalMilliseconds}: {(read.P99 < ReadingTarget.TotalMilliseconds ? "met" : "missed")}; {read.P50 / parsed.P50:0.0} times the parser alone
            {parsed.Row("  YamlDotNet, parsing it")}
            {offered.Row("Which flows somebody is offered")}
            One ruling, on its last flow: p50 {ruled.P50 * 1000:0.0} µs, p99 {ruled.P99 * 1000:0.0} µs   target {RulingTarget.TotalMilliseconds} ms: {(ruled.P99 < RulingTarget.TotalMilliseconds ? "met" : "missed")}; {ruled.P50 / ruledOne.P50:0.0} times one by a file of one flow
            """));
        return read.P99 < ReadingTarget.TotalMilliseconds && ruled.P99 < RulingTarget.TotalMilliseconds ? 0 : 1;
    }

    private static Figures Of(List<TimeSpan> times) => new(times.Skip(1));

    private static TimeSpan Time(Action act, int times = 1)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            act();
        }

        return TimeProvider.System.GetElapsedTime(start) / times;
    }

    private static AccessRules Read(string text)
    {
        var reading = RulesFile.Read(text, "access.yaml");
        return reading.Rules ?? throw new InvalidOperationException(string.Join(Environment.NewLine, reading.Problems));
    }

    private static void Rule(AccessRules rules, int flow)
    {
        var wish = new Wish($"flow{flow}", $"target{flow}", TimeSpan.FromHours(1), "database failover", new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "OPS-1" });
        if (rules.RuleOn(wish, Requester, [new Vote(Approver)], Circumstances.At(TimeProvider.System.GetUtcNow())) is not Ruling.Approved)
        {
            throw new InvalidOperationException("The ruling is not the one that is to be measured.");
        }
    }

    private static Standing Person(string id, Principal group) =>
        new(new WorkspaceUser(SlackUserId.Parse(id), id, $"{id}@acme.com", IsGuest: false, IsOutsider: false, IsBot: false, IsDeactivated: false), new HashSet<Principal> { group });

    private static string Text(int flows)
    {
        var text = new StringBuilder("version: 1\nadmins: [ada@acme.com]\ntargets:\n");
        for (var i = 0; i < flows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  target{i}: {{ label: Target {i}, oneLoginRole: {1000 + i}, privilege: member }}\n");
        }

        text.Append("flows:\n");
        for (var i = 0; i < flows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  flow{{i}}:
                    label: Flow {{i}}
                    targets: [target{{i}}]
                    durations: [30m, 1h, 4h]
                    reason: { required: true, minLength: 10 }
                    fields:
                      - { name: ticket, label: Ticket, required: true, pattern: '^[A-Z]+-[0-9]+$' }
                    requesters: [ { slackGroup: S0DEV }, { allOf: [ { slackGroup: S0OPS }, { noneOf: [ { oneLoginRole: 7 } ] } ] } ]
                    approvers: [ { anyOf: [ { slackGroup: S0SRE }, { oneLoginRole: 4242 } ], count: 1 } ]
                    autoApprove: [ { when: { requesterIn: [ { slackGroup: S0ONCALL } ], durationAtMost: 30m }, because: On call } ]
                    autoDeny: [ { when: { durationAtLeast: 4h, requesterIn: [ { slackGroup: S0TEMPS } ] }, because: Too long for you. } ]
                    notify: [ { channel: C0ACCESS } ]

                """);
        }

        return text.ToString();
    }
}
