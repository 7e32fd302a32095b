using AccessBot.Core.Audit;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

public sealed partial class Request
{
    /// <summary>Somebody looked at what an emergency was, while its access runs or after it. Nothing else changes by that.</summary>
    /// <param name="by">Who; never the requester.</param>
    /// <param name="now">The time.</param>
    public Refusal? MarkReviewed(Actor by, DateTimeOffset now)
    {
        var reviewer = by.Person ?? throw new ArgumentException("Only a person reviews.", nameof(by));
        if (!BreakGlass)
        {
            return Refusals.NothingToReview();
        }

        if (reviewer == Requester)
        {
            return Refusals.OwnBreakGlass();
        }

        if (ReviewedAt is not null)
        {
            return Refusals.AlreadyReviewed(ReviewedByName);
        }

        (ReviewedAt, ReviewedBy, ReviewedByName, UnreviewedSince) = (now, reviewer, by.Name, null);
        Append(AuditAction.Reviewed, by, State, now);
        return null;
    }
}
