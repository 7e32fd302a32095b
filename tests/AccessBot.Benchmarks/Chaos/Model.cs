using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>
/// Who should have held what and when, from what people did and were told, beside what OneLogin really held. It shares no logic
/// with AccessBot: a request's time is from its entry <c>GrantStarted</c> to its end, and all the rest is intervals.
/// </summary>
/// <remarks>
/// A place that AccessBot filled (OneLogin has it as added through the API) may be held while a request's time goes on, and must
/// be held from <c>Granted</c> to the end, unless somebody takes it away in OneLogin itself. An end is late by the time that the
/// place was held beyond it, less the injected outage (<see cref="OutageKind"/>) that falls into that time. One process that is
/// killed or stopped while another is ready is no outage, nor are single calls that fail, nor connections that are cut.
/// </remarks>
internal sealed class Model
{
    // Somebody who clicks is told within so long if it could not be stored.
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(10);

    // Audit entries count whole milliseconds, and what is done by hand is noted before and after.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(5);

    // A call is logged when it is answered. It may have come, and a look may have been taken, this much sooner.
    private static readonly TimeSpan InLook = Troubles.Slowness + TimeSpan.FromSeconds(2);
    private static readonly TimeSpan InCall = Troubles.LongSlowness + TimeSpan.FromSeconds(2);

    private readonly Evidence evidence;
    private readonly TimeSpan patience;
    private readonly List<Violation> violations = [];
    private readonly List<Overrun> overruns = [];
    private readonly ILookup<Place, Life> livesOf;
    private readonly ILookup<Place, MembershipSpan> spansOf;
    private readonly ILookup<Place, HandEnd> handEndsOf;
    private readonly Stretch[] outages;

    private Model(Evidence evidence, TimeSpan patience)
    {
        (this.evidence, this.patience) = (evidence, patience);
        var trails = evidence.Trail.ToLookup(entry => entry.Stream, StringComparer.Ordinal);
        Lives = [.. evidence.Requests.Select(row => new Life(row, [.. trails[row.Id].OrderBy(entry => entry.Number)]))];
        livesOf = Lives.ToLookup(life => life.Row.Place);
        spansOf = evidence.Spans.OrderBy(span => span.From).ToLookup(Place.Of);
        handEndsOf = evidence.Chronicle.HandEnds.ToLookup(end => end.Place);
        outages = [.. evidence.Chronicle.Outages.Select(outage => outage.When)];
    }

    public IReadOnlyList<Life> Lives { get; }

    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>How late each end was at which AccessBot took something away, on time included.</summary>
    public IReadOnlyList<Overrun> Overruns => overruns;

    /// <summary>Judges a run.</summary>
    /// <param name="evidence">What is known of it.</param>
    /// <param name="patience">How much later than its end an access may be over, beyond outage.</param>
    public static Model Judge(Evidence evidence, TimeSpan patience)
    {
        var model = new Model(evidence, patience);
        foreach (var place in evidence.Spans.Select(Place.Of).Concat(model.Lives.Select(life => life.Row.Place)).Distinct())
        {
            model.JudgeGiven(place);
            model.JudgeTaken(place);
            model.JudgeNumberOfAdds(place);
        }

        model.JudgeCalls();
        foreach (var life in model.Lives)
        {
            model.JudgeLife(life);
            model.JudgeHeld(life);
        }

        model.JudgeMoreTime();

        model.JudgeDeeds();
        model.JudgeTrails();
        model.JudgeMessages();
        model.JudgeStops();
        model.JudgeRotations();
        model.violations.AddRange(evidence.Chronicle.Mishaps.Select(mishap => new Violation(ViolationKind.Mishap, mishap)));
        return model;
    }

    /// <summary>What was given: only in a request's time, and with a row that answers for it.</summary>
    private void JudgeGiven(Place place)
    {
        var lives = livesOf[place].Where(life => life.Started is not null).ToList();
        foreach (var span in spansOf[place].Where(span => span.Source == MembershipSource.Api))
        {
            var held = new Stretch(span.From, span.To ?? evidence.Now);
            Check(span.To is not null || lives.Exists(life => !(life.End <= evidence.Now)), ViolationKind.LostRevocation,
                $"{place} is held since {span.From:HH:mm:ss.fff} because of AccessBot, and is held still", place);

            foreach (var gap in held.Without(lives.Select(life => new Stretch(life.Started!.Value - Grain, (life.Closed ?? evidence.Now) + Grain))))
            {
                Report(ViolationKind.WithoutRow, $"{place} was held from {gap} because of AccessBot, and no row answered for it", place);
            }

            var late = held.Without(lives.Select(life => new Stretch(life.Started!.Value - Grain, life.End ?? evidence.Now))).ToList();
            foreach (var stretch in late)
            {
                var overrun = new Overrun(place, stretch, stretch.LengthWithout(outages));
                overruns.Add(overrun);
                Check(overrun.BeyondOutage < patience, ViolationKind.OutsideItsTime,
                    $"{place} was held from {stretch}, outside the time of any request: {stretch.Length.TotalSeconds:0.000} s, beyond outage {overrun.BeyondOutage.TotalSeconds:0.000} s", place);
            }

            if (late.Count == 0 && span.To is { } to && !WasByHand(place, to))
            {
                overruns.Add(new Overrun(place, new Stretch(to, to), TimeSpan.Zero));
            }

            Check(lives.Exists(life => life.Started - Grain <= span.From && life.Voters.Any(voter => voter != life.Row.Requester && Scene.Approvers.Contains(voter))),
                ViolationKind.Unapproved, $"{place} was given at {span.From:HH:mm:ss.fff} without an approval", place);
        }
    }

    /// <summary>What was not given: not taken either, unless it came while a request was answering, when nobody can tell the two apart.</summary>
    private void JudgeTaken(Place place)
    {
        foreach (var span in spansOf[place].Where(span => span.Source != MembershipSource.Api && span.To is { } to && !WasByHand(place, to)))
        {
            var excuse = livesOf[place].Any(life => life.AnsweredIn(span.From - Grain, span.From + Grain) || MissedBy(life, span));
            Check(excuse, ViolationKind.OthersTaken, $"{place} was held by hand from {span.From:HH:mm:ss.fff} and was taken away at {span.To:HH:mm:ss.fff}", place);
        }
    }

    /// <summary>Whether a membership came after the last look at it before a request began: OneLogin has no call that looks and adds at once.</summary>
    private bool MissedBy(Life life, MembershipSpan span) => span.From <= life.Started && !life.FoundBefore
        && !evidence.Calls.Any(call => call.Method == "GET" && call.Status == 200 && LooksAt(call, life.Row.Place)
            && call.At - InLook > span.From && call.At <= life.Started);

    private static bool LooksAt(OneLoginCall call, Place place) => place.Privilege == RolePrivilege.Member
        ? call.Path == $"/api/2/users/{place.User}"
        : call.Path == $"/api/2/roles/{place.Role}/admins";

    private void JudgeNumberOfAdds(Place place)
    {
        // One that nobody got an answer to is tried again, and may be carried out while its request is ending, which takes it away anew.
        var adds = evidence.Calls.Where(call => call.Status is not null || !livesOf[place].Any(life => life.End <= call.At && !(life.Closed < call.At)))
            .SelectMany(call => call.Effect).Count(change => change.Added && Place.Of(change) == place);
        var most = livesOf[place].Count(life => life.Started is not null) + handEndsOf[place].Count();
        Check(adds <= most, ViolationKind.Doubled, $"{place} was added {adds} times for what may be {most}", place);
    }

    /// <summary>Each write is about somebody who asked and whose row answers.</summary>
    private void JudgeCalls()
    {
        foreach (var call in evidence.Calls.Where(call => call.Method is "POST" or "DELETE" && call.Path.StartsWith("/api/2/roles/", StringComparison.Ordinal)))
        {
            var path = call.Path.Split('/');
            var privilege = path[^1] == "admins" ? RolePrivilege.Admin : RolePrivilege.Member;
            foreach (var place in call.Ids.Select(user => new Place(user, long.Parse(path[^2], System.Globalization.CultureInfo.InvariantCulture), privilege)))
            {
                Check(livesOf[place].Any(life => life.AnsweredIn(call.At - InCall, call.At)), ViolationKind.OthersTaken,
                    $"{call.Method} for {place} at {call.At:HH:mm:ss.fff}, for which no row answered", place);
            }
        }
    }

    private void JudgeLife(Life life)
    {
        var row = life.Row;
        Check(life.Closed is not null, ViolationKind.NeverClosed, $"{row} is still {row.State}: {row.Problem}", row.Place, row.Id);
        Check(life.Trail.Count(entry => entry.Action == "Granted") <= 1, ViolationKind.Doubled, $"{row} was granted more than once", row.Place, row.Id);
        Check(life.Voters.Distinct(StringComparer.Ordinal).Count() == life.Voters.Count, ViolationKind.Doubled, $"somebody has two votes on {row}", row.Place, row.Id);
        Check(life.Started is null || life.Approved <= life.Started, ViolationKind.Unapproved, $"{row} was begun without an approval", row.Place, row.Id);
        foreach (var fault in AuditChain.Faults(life))
        {
            Report(ViolationKind.AuditGap, $"{row}: {fault}", row.Place, row.Id);
        }

        if (life is { Approved: { } approved, Confirmed: null, GivenUp: { } given })
        {
            var tried = new Stretch(approved, given);
            var why = evidence.Chronicle.Barred.Any(barred => barred.User == row.Place.User && barred.When.Touches(tried))
                || (life.TimeOver <= given && evidence.Chronicle.Troubles.Any(trouble => trouble.Touches(tried)));
            Check(why, ViolationKind.Missing, $"{row} was approved and given up, though nothing stood in its way", row.Place, row.Id);
        }
    }

    /// <summary>What was said to be granted was there until its end.</summary>
    private void JudgeHeld(Life life)
    {
        if (life is not { Confirmed: { } confirmed, Started: { } started })
        {
            return;
        }

        var place = life.Row.Place;
        var spans = spansOf[place].ToList();
        var end = life.End < evidence.Now ? life.End.Value : evidence.Now;
        foreach (var gap in new Stretch(confirmed, end).Without(spans.Select(span => new Stretch(span.From, (span.To ?? evidence.Now) + Grain))))
        {
            var last = spans.LastOrDefault(span => span.To <= gap.From);
            if (last?.To is { } to && WasByHand(place, to) && to >= life.Approved - Grain)
            {
                continue;
            }

            var early = last?.To >= started;
            Report(early ? ViolationKind.TakenEarly : ViolationKind.Missing,
                $"{life.Row} was granted at {confirmed:HH:mm:ss.fff} until {life.End:HH:mm:ss.fff} and was not held from {gap}", place, life.Row.Id);
        }
    }

    /// <summary>More time that was approved moved the end of that grant, once, and none was given that nobody approved.</summary>
    private void JudgeMoreTime()
    {
        var extensions = Lives.Where(life => life.Row.Extends is not null).ToDictionary(life => life.Row.Id, StringComparer.Ordinal);
        foreach (var granted in Lives)
        {
            var moved = granted.ExtendedBy.ToLookup(id => id, StringComparer.Ordinal);
            Check(moved.All(by => by.Count() == 1), ViolationKind.Doubled, $"the end of {granted.Row} was moved more than once by one request", granted.Row.Place, granted.Row.Id);
            Check(moved.All(by => extensions.GetValueOrDefault(by.Key) is { } more && more.Row.Extends == granted.Row.Id && more.Approved is not null
                && more.Voters.Any(voter => voter != more.Row.Requester && Scene.Approvers.Contains(voter))),
                ViolationKind.Unapproved, $"the end of {granted.Row} was moved without an approval", granted.Row.Place, granted.Row.Id);
            foreach (var more in extensions.Values.Where(more => more.Row.Extends == granted.Row.Id && more.Approved is not null))
            {
                Check(moved.Contains(more.Row.Id), ViolationKind.Missing, $"more time for {granted.Row} was approved ({more.Row}), and its end was not moved", granted.Row.Place, more.Row.Id);
            }
        }
    }

    /// <summary>What Slack showed as taken left its trace, once; unless the person was told that it did not count.</summary>
    private void JudgeDeeds()
    {
        var rows = Lives.ToLookup(life => life.Row.Reason, StringComparer.Ordinal);
        var forms = evidence.Chronicle.Deeds.Where(deed => IsForm(deed.What)).ToLookup(deed => Scene.ReasonOf(deed.Nth), deed => deed.Form, StringComparer.Ordinal);
        foreach (var doubled in rows.Where(made => made.Count() > Math.Max(1, forms[made.Key].Distinct().Count())))
        {
            Report(ViolationKind.Doubled, $"{doubled.Key} was made into {doubled.Count()} requests", doubled.First().Row.Place);
        }

        foreach (var tries in evidence.Chronicle.Deeds.GroupBy(deed => (deed.Nth, deed.Who, deed.What)))
        {
            var deeds = tries.Where(deed => deed.Outcome == DeedOutcome.Taken).ToList();
            if (deeds.Count == 0)
            {
                continue;
            }

            var ((nth, who, what), first) = (tries.Key, deeds.Min(deed => deed.At));
            var isForm = IsForm(what);

            // A form that was not answered may have been taken all the same, and is then not done again when it is sent again.
            var since = isForm ? tries.Min(deed => deed.At) : first;
            var life = rows[Scene.ReasonOf(nth)].FirstOrDefault();
            var traces = isForm
                ? (life is null ? 0 : 1) + evidence.Trail.Count(entry => (entry.Stream == $"person/{who}" || (what == "extend" && entry.Action == "Refused" && entry.Actor == who)) && entry.At >= since - Grain)
                : life?.Trail.Count(entry => entry.Actor == who && entry.Action != "Submitted" && entry.At >= first - Grain) ?? 0;
            var trouble = deeds.Exists(deed => evidence.Chronicle.Outages.Any(o => o.Kind == OutageKind.NoDatabase && o.When.Touches(new Stretch(deed.At, deed.At + InLook))));
            Check(traces >= (isForm ? 1 : deeds.Count) || trouble || WasToldNo(who, first), ViolationKind.LostDeed,
                $"{who} did {what} for {Scene.ReasonOf(nth)} at {first:HH:mm:ss.fff}, Slack showed no error, and nothing tells of it", life?.Row.Place, life?.Row.Id);
        }
    }

    private static bool IsForm(string what) => what is "ask" or "extend";

    /// <summary>Whether somebody was shown, soon after, that what they did could not be stored.</summary>
    private bool WasToldNo(string who, DateTimeOffset at) => evidence.Messages.Any(message => message.EphemeralTo == who
        && message.Versions[0].At >= at && message.Versions[0].At <= at + Told
        && message.Text.Contains("recorded", StringComparison.OrdinalIgnoreCase));

    private void JudgeTrails()
    {
        foreach (var stream in evidence.Trail.GroupBy(entry => entry.Stream, StringComparer.Ordinal).ExceptBy(Lives.Select(life => life.Row.Id), stream => stream.Key))
        {
            foreach (var fault in AuditChain.Faults([.. stream.OrderBy(entry => entry.Number)]))
            {
                Report(ViolationKind.AuditGap, $"{stream.Key}: {fault}");
            }
        }
    }

    private void JudgeMessages()
    {
        var notices = evidence.Notices.ToLookup(notice => notice.Request, StringComparer.Ordinal);
        var messages = evidence.Messages.ToDictionary(message => (message.ChannelId, message.Ts));
        foreach (var life in Lives.Where(life => life.Closed is not null))
        {
            foreach (var fault in MessageCheck.Faults(life, notices[life.Row.Id], (channel, ts) => messages.GetValueOrDefault((channel, ts))))
            {
                Report(ViolationKind.WrongMessage, $"{life.Row}: {fault}", life.Row.Place, life.Row.Id);
            }
        }
    }

    /// <summary>With everything failing at once an end may take long; with nothing failing it may not.</summary>
    private void JudgeStops()
    {
        foreach (var stop in evidence.Chronicle.Stops.Where(stop => evidence.Kind == PlanKind.Stops && !stop.IsGraceful))
        {
            Report(ViolationKind.NotGraceful, $"a process that was told to end at {stop.At:HH:mm:ss.fff} took {stop.Took.TotalSeconds:0.0} s and ended with {stop.ExitCode}");
        }
    }

    private void JudgeRotations()
    {
        foreach (var life in Lives.Where(_ => evidence.Kind == PlanKind.Rotations))
        {
            foreach (var entry in life.Trail.Where(entry => entry.Action is "CallFailed" or "GivenUp"))
            {
                Report(ViolationKind.FailedCall, $"{life.Row}: {entry}", life.Row.Place, life.Row.Id);
            }
        }

        foreach (var rotation in Rotation.In(evidence).Where(rotation => rotation.TakenUp is null))
        {
            Report(ViolationKind.FailedCall, $"{rotation.Credential} was replaced at {rotation.At:HH:mm:ss.fff}, and the new one was never used");
        }
    }

    private bool WasByHand(Place place, DateTimeOffset at) => handEndsOf[place].Any(end => end.When.From <= at && at <= end.When.To);

    private void Check(bool kept, ViolationKind kind, string otherwise, Place? place = null, string? request = null)
    {
        if (!kept)
        {
            Report(kind, otherwise, place, request);
        }
    }

    private void Report(ViolationKind kind, string what, Place? place = null, string? request = null) =>
        violations.Add(new Violation(kind, what, place, request));
}
