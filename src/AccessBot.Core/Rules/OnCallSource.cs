namespace AccessBot.Core.Rules;

/// <summary>Where it is looked up who is on call.</summary>
public enum OnCallSource
{
    /// <summary>A schedule in PagerDuty.</summary>
    PagerDutySchedule,

    /// <summary>An escalation policy in PagerDuty: who is on call at any of its levels.</summary>
    PagerDutyEscalationPolicy,

    /// <summary>A schedule in Opsgenie. Its escalations have no on-calls of their own; a schedule resolves those in its rotations.</summary>
    OpsgenieSchedule,
}
