using System.Globalization;
using AccessBot.Core.Rules;
using AccessBot.Sandbox;

namespace AccessBot.Benchmarks;

/// <summary>The rules that AccessBot has on a stage: one flow, and what can be asked for in it.</summary>
internal sealed class StageRules
{
    public const string Flow = "bench";
    public const string Reason = "a benchmark run";

    private readonly IReadOnlyList<long> roles;

    /// <param name="roles">OneLogin's roles, each of which becomes a target.</param>
    /// <param name="durations">What can be asked for.</param>
    public StageRules(IEnumerable<long> roles, IEnumerable<TimeSpan> durations)
    {
        this.roles = [.. roles];
        Text = $$"""
            version: 1
            admins: [ada@acme.example]
            targets:
            {{string.Join("\n", this.roles.Select(role => Line($"  {TargetOf(role)}: {{ label: Role {role}, oneLoginRole: {role}, privilege: member }}")))}}
            flows:
              {{Flow}}:
                label: Production access
                targets: [{{string.Join(", ", this.roles.Select(TargetOf))}}]
                durations: [{{string.Join(", ", durations.Select(d => Line($"{(int)d.TotalSeconds}s")))}}]
                reason: { required: true, minLength: 10 }
                requesters: [everyone]
                approvers:
                  - { anyOf: [ { slackGroup: {{Cast.Responders}} } ], count: 1 }
                notify:
                  - { channel: {{Cast.AccessRequests}} }
            """;
    }

    /// <summary>What stands in access.yaml.</summary>
    public string Text { get; }

    public static string TargetOf(long role) => Line($"role-{role}");

    /// <summary>The rules as AccessBot reads them, for rows that are written past it.</summary>
    public AccessRules Read() => RulesFile.Read(Text, "access.yaml") is { Rules: { } rules }
        ? rules
        : throw new InvalidOperationException("The stage's rules are wrong.");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
