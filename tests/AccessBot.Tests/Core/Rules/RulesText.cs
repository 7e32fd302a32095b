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
