using AccessBot.Core.Audit;

namespace AccessBot.Core.Requests;

public sealed partial class Request
{
    /// <summary>
    /// Ends whatever there is of it, for somebody who ends everything that matches: access is taken away, and a request that
    /// still waits is denied, so that nobody can approve it afterwards.
    /// </summary>
    /// <param name="by">Who ends it; not necessarily a person in Slack.</param>
    /// <param name="why">Why, for the audit trail and for people to read; null if they didn't say.</param>
    /// <param name="now">The time.</param>
    /// <returns>False if it is ending already, which is then tried again at once, or closed.</returns>
    public bool Stop(Actor by, string? why, DateTimeOffset now)
    {
        if (State == RequestState.Requested)
        {
            (ClosedAt, EndedBy, EndedByName) = (now, by.Person, by.Name);
            Fire(RequestTrigger.Deny, AuditAction.Denied, by, now, ("stopped", "True"), ("why", why));
            return true;
        }

        if (!Can(RequestTrigger.Revoke))
        {
            // What failed before is tried again at once: whoever stops it may know that it can work now.
            NextAttemptAt = State == RequestState.Revoking && now < NextAttemptAt ? now : NextAttemptAt;
            return false;
        }

        StartEnd(EndKind.Revoked, now);
        (EndedBy, EndedByName) = (by.Person, by.Name);
        Fire(RequestTrigger.Revoke, AuditAction.EndDue, by, now,
            ("planned", EndsAt is { } end ? $"{end:O}" : null), ("stopped", "True"), ("why", why));
        return true;
    }
}
