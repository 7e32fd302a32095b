using System.Globalization;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.Support.Promises;

/// <summary>
/// Judges what came of a plan by rules of its own, much simpler than AccessBot's: from what OneLogin really held, the calls
/// that it got, the rows and the audit trail.
/// </summary>
internal sealed class Oracle(OneLoginTenant oneLogin, Happened happened, IReadOnlyList<Life> lives, DateTimeOffset now)
{
    // Rows on SQLite and audit entries count whole milliseconds.
    internal static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    // What a grant looks at and the call that follows from it: the client's whole patience, and the look back.
    private static readonly TimeSpan OneGrant = TimeSpan.FromMinutes(2);

    // How old a standing may be when Slack doesn't answer.
    private static readonly TimeSpan OldStanding = TimeSpan.FromMinutes(10);

    // The longest backoff, the reconcile pass's minute, and a call's own patience.
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(8);

    private readonly List<string> broken = [];

    /// <summary>The promises that are broken, in words.</summary>
    public IReadOnlyList<string> Judge()
    {
        foreach (var span in oneLogin.Memberships.All)
        {
            JudgeSpan(span, new Membership(span.UserId, span.RoleId, (Privilege)span.Privilege));
        }

        foreach (var call in oneLogin.Calls.All.Where(c => c.Method is "POST" or "DELETE" && c.Path.Contains("/roles/", StringComparison.Ordinal)))
        {
            JudgeWrite(call);
        }

        foreach (var life in lives)
        {
            JudgeLife(life);
            JudgeExtensions(life);
        }

        JudgeNumberOfAdds();
        return broken;
    }

    private void JudgeSpan(MembershipSpan span, Membership what)
    {
        var until = span.To ?? now;
        var answering = Of(what).Where(l => l.Started <= until && !(l.Closed < span.From)).ToList();
        if (span.Source == MembershipSource.Api)
        {
            var covered = span.From;
            foreach (var life in answering.Where(l => l.Started is not null).OrderBy(l => l.Started))
            {
                covered = life.Started - Grain <= covered && !(life.Closed < covered) ? life.Closed ?? DateTimeOffset.MaxValue : covered;
            }

            Check(covered >= until - Grain, $"1: {what} was held from {span.From:O} to {span.To:O} because of us, and from {covered:O} on no row answered for it");

            var due = answering.Select(l => Earlier(l.EndDue, l.EndsAt) ?? DateTimeOffset.MaxValue).DefaultIfEmpty(span.From).Max();
            foreach (var (from, to) in happened.Calm)
            {
                var late = (to < until ? to : until) - (from > due ? from : due);
                Check(late <= Lateness, $"1: {what} was due to end at {due:O} and was held until {span.To:O}, though nothing failed from {from:O} to {to:O}");
            }
        }
        else if (span.To is { } end && !happened.EndedByOthers.Contains((what, end)))
        {
            Check(answering.Exists(l => l.Started <= span.From + Grain), $"3: {what} was held by others since {span.From:O} and was taken away at {end:O}");
        }
    }

    private void JudgeWrite(OneLoginCall call)
    {
        var path = call.Path.Split('/');
        var role = long.Parse(path[^2], CultureInfo.InvariantCulture);
        foreach (var user in call.Ids)
        {
            var what = new Membership(user, role, path[^1] == "admins" ? Privilege.Admin : Privilege.Member);
            var answering = Of(what).Where(l => l.AnswersAt(call.At)).ToList();
            Check(answering.Count > 0, $"3: {call.Method} for {what} at {call.At:O}, which no row asked for");
            if (call.Method == "POST")
            {
                Check(answering.Exists(l => IsAllowed(l, call.At)), $"2: {what} was added at {call.At:O} without an approval that holds then");
            }
            else if (call.Effect.Count > 0)
            {
                var live = answering.Find(l => l.Granted + Grain < call.At && !(l.EndDue <= call.At) && (l.EndsAt is null || l.EndsAt > call.At + Grain));
                Check(live is null, $"1, 3: {what} was taken away at {call.At:O}, before its end at {live?.EndsAt:O}");
            }
        }
    }

    /// <summary>Whether enough qualified people other than the requester had approved, and nothing had ended it when the grant looked.</summary>
    private bool IsAllowed(Life life, DateTimeOffset at)
    {
        var row = life.Row;
        var slackWasAway = happened.Between(at - OneGrant - OldStanding, at).Any(m => !m.Calm);
        var looked = happened.Between(at - OneGrant, at).ToList();
        return life.Approved <= at && !(life.EndDue < at - OneGrant)
            && !row.Decisions.Any(d => !d.Approves && d.At < at - OneGrant)
            && looked.Exists(m => !m.Inactive.Contains(row.OneLoginUser) && (m.SecondDoor || row.Flow != "second-door"))
            && happened.Between(at - OneGrant - (slackWasAway ? OldStanding : TimeSpan.Zero), at).Any(m =>
                life.Voters.Count(voter => voter != row.Requester.Value && Qualifies(voter, row, m)) >= (row.Flow == "customer-data" ? 2 : 1));
    }

    private static bool Qualifies(string voter, Request row, Happened.Moment moment) => row.Flow switch
    {
        "by-hand" => voter == Cast.Ana.SlackId,
        "customer-data" => moment.Group.Contains(voter) || voter == Cast.Ana.SlackId
            || (voter == Cast.Mona.SlackId && !moment.Inactive.Contains(Cast.Mona.OneLoginId!.Value)),
        _ => moment.Group.Contains(voter),
    };

    private void JudgeLife(Life life)
    {
        var (row, trail) = life;
        Check(trail.Select(e => e.Number).SequenceEqual(Enumerable.Range(1, row.AuditCount)), $"5: the audit trail of {row.Id} has a gap");
        Check(trail.All(e => e.Hash == e.ComputeHash()) && trail.Zip(trail.Skip(1)).All(p => p.First.Hash == p.Second.PreviousHash)
            && trail[^1].Hash == row.AuditHead, $"5: the audit chain of {row.Id} is broken");
        Check(trail.Zip(trail.Skip(1)).All(p => p.First.After == p.Second.Before) && trail[^1].After == row.State.ToString(),
            $"5: a state of {row.Id} has no entry: {string.Join(", ", trail.Select(e => $"{e.Before}→{e.After}"))}");
        Check(row.Decisions.DistinctBy(d => d.Approver).Count() == row.Decisions.Count, $"2: somebody has two votes on {row.Id}");
        Check(row.State is not (RequestState.Denied or RequestState.Cancelled or RequestState.Lapsed) || life.Started is null,
            $"2: {row.Id} is {row.State} and was granted");
        Check(row.State != RequestState.Granted || row.EndsAt is not null || row.Duration is null, $"1: {row.Id} is granted without an end");
        Check(life.Granted is not { } granted || oneLogin.Memberships.All.Any(s => new Membership(s.UserId, s.RoleId, (Privilege)s.Privilege) == row.Membership
            && s.From <= granted + Grain && !(s.To <= granted)), $"4: {row.Id} was granted at {life.Granted:O}, and OneLogin did not hold it");
        Check(row.State != RequestState.Expired || life.EndDue + Grain >= life.EndsAt, $"1: {row.Id} expired before its end");
    }

    /// <summary>Each was asked for by the holder, allowed, made while the access was there, and is one.</summary>
    private void JudgeExtensions(Life life)
    {
        var asked = lives.Where(l => l.Row.Extends == life.Row.Id).ToList();
        var end = life.FirstEnd;
        foreach (var (at, from, to, request) in life.Extensions)
        {
            var by = asked.Find(l => l.Row.Id.ToString() == request);
            Check(by is { Row.State: RequestState.Approved } && by.Approved <= at + Grain, $"2: {life.Row.Id} was extended at {at:O} by {request}, which is not approved");
            Check(by is null || MayExtend(life, by, at), $"2: {life.Row.Id} was extended at {at:O} without an approval that holds then");
            Check(from > at - Grain, $"1: {life.Row.Id} was extended at {at:O}, after its end at {from:O}");
            Check(end is null || (from - end.Value).Duration() <= Grain, $"1: {life.Row.Id} was extended from {from:O}, and ended at {end:O}");
            Check(to > from, $"1: the end of {life.Row.Id} was moved back to {to:O}");
            Check(to - life.Granted <= TimeSpan.FromHours(life.Row.Flow == "second-door" ? 2 : 4) + Grain, $"2: {life.Row.Id} lasts from {life.Granted:O} to {to:O}, longer than its flow may");
            end = to;
        }

        Check(asked.Count(l => l.Row.State == RequestState.Approved) == life.Extensions.Count, $"2: of what was approved for {life.Row.Id}, not all was done, or some twice");
        Check(life.Extensions.Count == life.Row.Extensions, $"5: {life.Row.Id} was extended {life.Extensions.Count} times and says {life.Row.Extensions}");
    }

    /// <summary>By the second door at once, else with an approval as for a grant; never for somebody who is suspended when they ask.</summary>
    private bool MayExtend(Life life, Life by, DateTimeOffset at) =>
        by.Row.Requester == life.Row.Requester && by.Trail[0].Actor == life.Row.Requester.Value
        && (life.Row.Flow == "second-door" ? happened.Between(at - OneGrant, at).Any(m => m.SecondDoor) : happened.Between(at - OneGrant - OldStanding, at).Any(m => by.Voters.Any(voter => voter != life.Row.Requester.Value && Qualifies(voter, life.Row, m))));

    private void JudgeNumberOfAdds()
    {
        foreach (var adds in oneLogin.Calls.Writes.SelectMany(c => c.Effect).Where(e => e.Added).GroupBy(e => new Membership(e.UserId, e.RoleId, (Privilege)e.Privilege)))
        {
            var most = Of(adds.Key).Count(l => l.Started is not null) + happened.EndedByOthers.Count(e => e.What == adds.Key);
            Check(adds.Count() <= most, $"2: {adds.Key} was added {adds.Count()} times for what may be {most}");
        }
    }

    private IEnumerable<Life> Of(Membership what) => lives.Where(l => l.Row.Membership == what);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private void Check(bool kept, string otherwise)
    {
        if (!kept)
        {
            broken.Add(otherwise);
        }
    }
}
