namespace AccessBot.Tests.Core.Rules;

/// <summary>Rules files for tests.</summary>
internal static class RulesText
{
    /// <summary>A good file, one thing a line, for tests that break one.</summary>
    public const string Good =
        """
        version: 1
        admins: [ana@acme.com]
        targets:
          prod:
            label: Production
            oneLoginRole: 81878
            privilege: member
        flows:
          production:
            label: Production access
            description: For incidents and releases.
            targets: [prod]
            durations: [30m, 1h, 4h]
            reason: { required: true, minLength: 10 }
            fields:
              - { name: ticket, type: string, label: Ticket, required: true, pattern: '^[A-Z]+-[0-9]+$' }
            requesters: [everyone]
            approvers:
              - { anyOf: [ { slackGroup: S0SRE }, { oneLoginRole: 4242 } ], count: 1 }
            allowSelfApproval: false
            notify: [ { channel: C0ACCESS } ]
            lapseAfter: 8h
            autoRevoke: true
            allowRevoke: true
            allowGuests: false

        """;

    /// <summary>A good file with everything that a form and its targets can have.</summary>
    public const string Form =
        """
        version: 1
        admins: [ana@acme.com]
        targets:
          prod: { label: Production, description: All of it, group: Cloud, oneLoginRole: 1, privilege: ask, requesters: [everyone, { slackGroup: S0SRE }] }
          data: { oneLoginRole: 2, group: Data }
        flows:
          all:
            header: '*Think* first. <https://acme.com|How>'
            targets: [prod, data]
            durations: [30m, 4h]
            allowUntil: true
            maxDuration: 8h
            reason: { required: false }
            fields:
              - { name: ticket, label: Ticket, help: As in the tracker, required: true, pattern: '^[A-Z]+-[0-9]+$', patternMessage: Like OPS-1., default: OPS-1 }
              - { name: plan, type: text, min: 2, max: 200 }
              - { name: hosts, type: int, min: -5, max: 10, default: 1 }
              - { name: outage, type: bool, default: false }
              - { name: urgency, type: choice, choices: [low, { value: high, label: Somebody is waiting }], default: low, showWhen: { outage: true } }
              - { name: waiting, type: users, required: true, max: 2, showWhen: { urgency: high, hosts: [1, 2] } }
              - { name: systems, type: multi-choice, choices: [db, web, queue], default: [db, web], min: 1 }
              - { name: owner, type: user, default: U0ANA, showWhen: { systems: [db, queue] } }
              - { name: window, type: duration, min: 5m, max: 1d }
              - { name: slot, type: duration, choices: [30m, 1h], default: 1h, showWhen: { window: 90m } }
              - { name: team, default: platform, hidden: true }
            approvers: [ { anyOf: [ { slackGroup: S0SRE } ] } ]
            notify: [ { channel: C0ACCESS } ]

        """;

    /// <summary>The good file with one of its lines, counted from 1, replaced by others (or none).</summary>
    public static string With(int line, string replacement)
    {
        var lines = Good.Split('\n').ToList();
        lines.RemoveAt(line - 1);
        if (replacement.Length > 0)
        {
            lines.Insert(line - 1, replacement);
        }

        return string.Join('\n', lines);
    }
}
