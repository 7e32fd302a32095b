namespace AccessBot.Tests.Support;

/// <summary>Access rules with one flow, approved by @sre, for the sandbox's people: what differs is where it is announced.</summary>
internal static class StepRules
{
    /// <param name="steps">The steps, each as it is written in the file.</param>
    public static string With(params IEnumerable<string> steps) => $$"""
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878 }
        flows:
          production:
            label: Production access
            targets: [production-admin]
            durations: [30m, 1h]
            reason: { required: true }
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ] }
            lapseAfter: 8h
            notify: [ {{string.Join(", ", steps)}} ]
        """;
}
