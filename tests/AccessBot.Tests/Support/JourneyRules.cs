namespace AccessBot.Tests.Support;

/// <summary>The access rules of the journeys, for the sandbox's people and roles.</summary>
internal static class JourneyRules
{
    public const string Usual = """
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878, privilege: member }
          production-owner: { label: Production Owner, oneLoginRole: 81878, privilege: admin }
          customer-data: { label: Customer Data Reader, oneLoginRole: 31337, privilege: member }
        flows:
          production:
            label: Production access
            description: For incidents and releases.
            targets: [production-admin, production-owner]
            durations: [30m, 1h, 4h]
            reason: { required: true, minLength: 10 }
            fields:
              - { name: ticket, type: string, label: Ticket, required: true, pattern: '^[A-Z]+-[0-9]+$' }
            requesters: [everyone]
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ], count: 1 }
            notify:
              - { channel: C0ACCESS }
          second-door:
            label: Second door
            targets: [production-admin]
            durations: [30m, 1h]
            reason: { required: false }
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ], count: 1 }
            notify:
              - { channel: C0ACCESS }
          customer-data:
            label: Customer data
            targets: [customer-data]
            durations: [30m]
            reason: { required: true }
            approvers:
              - { anyOf: [ { slackGroup: S0SRE }, { oneLoginRole: 4242 }, { manager: requester } ], count: 2 }
            notify:
              - { channel: C0ACCESS }
          by-hand:
            label: Until ended by hand
            targets: [customer-data]
            autoRevoke: false
            reason: { required: true }
            approvers:
              - { anyOf: [ { user: ana@acme.example } ], count: 1 }
            notify:
              - { channel: C0ACCESS }
        """;
}
