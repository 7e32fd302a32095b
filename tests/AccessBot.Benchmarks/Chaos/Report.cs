using System.Globalization;
using System.Text;
using AccessBot.Persistence;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>What a run came to, for people to read.</summary>
internal sealed class Report(Plan plan, DatabaseProvider database, Evidence evidence, TimeSpan settling, TimeSpan patience)
{
    private const int MostDetails = 12;
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(1);

    private readonly Model model = Model.Judge(evidence, patience);

    /// <summary>Whether every promise was kept.</summary>
    public bool IsClean => model.Violations.Count == 0;

    /// <summary>Whether anything was given that could have gone wrong.</summary>
    public bool HasGrants => model.Lives.Any(life => life.Confirmed is not null);

    public IReadOnlyList<Violation> Violations => model.Violations;

    /// <summary>All that the processes wrote.</summary>
    public IEnumerable<string> Log => evidence.Chronicle.Log.Select(said => $"{said.At:HH:mm:ss.fff} {said.Line}");

    public override string ToString()
    {
        var text = new StringBuilder();
        Figures(text);
        text.AppendLine().AppendLine("  each of these must be 0");
        foreach (var (kind, name) in Names)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {name,-62} {model.Violations.Count(v => v.Kind == kind),5}");
        }

        text.AppendLine().AppendLine(IsClean ? "  Every promise was kept." : "  NOT every promise was kept:");
        foreach (var violation in model.Violations.Take(MostDetails))
        {
            Details(text, violation);
        }

        if (model.Violations.Count > MostDetails)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  and {model.Violations.Count - MostDetails} more");
        }

        if (model.Overruns.Where(o => o.BeyondOutage < patience && o.BeyondOutage >= patience / 2).MaxBy(o => o.BeyondOutage) is { } longest)
        {
            Details(text, new Violation(ViolationKind.OutsideItsTime,
                $"none, but the longest within the limit: {longest.Place} in {longest.When}, of which {longest.BeyondOutage.TotalSeconds:0.000} s is no outage", longest.Place));
        }

        return text.ToString();
    }

    private static readonly (ViolationKind Kind, string Name)[] Names =
    [
        (ViolationKind.Doubled, "requests, votes or grants doubled"),
        (ViolationKind.Missing, "grants missing"),
        (ViolationKind.TakenEarly, "grants taken before their end"),
        (ViolationKind.Unapproved, "grants without an approval"),
        (ViolationKind.OutsideItsTime, "accesses outside their time, by the limit or more beyond outage"),
        (ViolationKind.LostRevocation, "lost revocations"),
        (ViolationKind.WithoutRow, "accesses without a row"),
        (ViolationKind.OthersTaken, "prior or other people's memberships taken or touched"),
        (ViolationKind.AuditGap, "audit gaps"),
        (ViolationKind.NeverClosed, "rows never closed"),
        (ViolationKind.WrongMessage, "Slack messages that don't show the row, or said it too early"),
        (ViolationKind.LostDeed, "forms and clicks that left no trace"),
        (ViolationKind.NotGraceful, "processes that, told to end with nothing failing, took ten seconds or an exit code"),
        (ViolationKind.FailedCall, "calls that failed, or new credentials not used, with nothing else failing"),
        (ViolationKind.Mishap, "processes that ended by themselves, and other accidents"),
    ];

    private void Figures(StringBuilder text)
    {
        var (chronicle, lives) = (evidence.Chronicle, model.Lives);
        var deeds = chronicle.Deeds;
        var run = evidence.Now - evidence.Began;
        Line($"{Title}, {database}, seed {plan.Seed}, {plan.Length.TotalMinutes:0.##} minutes and {settling.TotalSeconds:0} s to settle; plan {plan.Hash[..16]} of {plan.Steps.Count} steps");
        Line($"  requests made {lives.Count}, of which for more time {lives.Count(l => l.Row.Extends is not null)}, and ends moved {Entries("Extended")}; forms refused {Deeds("ask", DeedOutcome.Refused)}, sent again {Deeds("ask", DeedOutcome.Unanswered)}, never opened {Deeds("ask", DeedOutcome.NoForm)}");
        Line($"  decisions: approvals {Entries("Voted")}, denials {Entries("Denied")}, withdrawals {Entries("Cancelled")}, ended early {lives.Sum(l => l.Trail.Count(e => e is { Action: "EndDue", Actor: not "accessbot" }))}, refused clicks {Entries("Refused")}");
        Line($"  clicks taken {deeds.Count(d => d.What is not ("ask" or "extend") && d.Outcome == DeedOutcome.Taken)}, not answered and made again {deeds.Count(d => d.What is not ("ask" or "extend") && d.Outcome == DeedOutcome.Unanswered)}, without a button to click {deeds.Count(d => d.Outcome == DeedOutcome.NoButton)}");
        Line($"  kills {Of(CountOf.Kills) + Of(CountOf.KillsAtStart)} ({Of(CountOf.KillsAtStart)} while starting), stops {Of(CountOf.Stops)}, starts {Of(CountOf.Starts)} ({Of(CountOf.StartsInVain)} in vain)");
        Line($"  faults: OneLogin {Of(CountOf.OneLoginFaults)}, writes shown late {Of(CountOf.LateShows)}, Slack {Of(CountOf.SlackFaults)}, database connections cut {Of(CountOf.Cuts)}, database crashed {Of(CountOf.Crashes)}");
        Line($"  by hand: added {Of(CountOf.AddedByHand)}, removed {Of(CountOf.RemovedByHand)}, accounts suspended {Of(CountOf.Suspended)}, deleted {Of(CountOf.Deleted)}");
        var outage = new Stretch(evidence.Began, evidence.Now);
        Line($"  injected outage {(run - outage.LengthWithout(chronicle.Outages.Select(o => o.When))).TotalSeconds:0} s of {run.TotalSeconds:0} s: {string.Join(", ", Enum.GetValues<OutageKind>().Select(Outage))}");
        Line($"    (outage is: OneLogin failing or slow for a while, until it wants to be asked again or answers; its writes unseen; no process ready; database down.");
        Line($"    No outage is: a process killed or stopped while another is ready, single calls that fail, connections cut, Slack failing)");
        Stops(text);
        Rotations(text);
        Line($"  calls to OneLogin {evidence.Calls.Count}; grants made {lives.Count(l => l.Confirmed is not null)}, given up {lives.Count(l => l.Confirmed is null && l.GivenUp is not null)}");
        var late = model.Overruns.Select(o => o.When.Length).Order().ToList();
        var beyond = model.Overruns.Select(o => o.BeyondOutage).DefaultIfEmpty().Max();
        Line($"  ends at which access was taken away {late.Count}; late by p50 {At(late, 0.5):0.00} s, p99 {At(late, 0.99):0.00} s, at most {At(late, 1):0.00} s; beyond outage at most {beyond.TotalSeconds:0.00} s (limit {patience.TotalSeconds:0} s)");
        Line($"  from an acknowledged click to its entry: at most {LongestWait().TotalSeconds:0.0} s; copies of messages that a kill or a lost answer left behind: {Copies()}");

        void Line(FormattableString line) => text.AppendLine(FormattableString.Invariant(line));
        int Of(string count) => chronicle.Counts.GetValueOrDefault(count);
        int Entries(string action) => lives.Sum(life => life.Trail.Count(entry => entry.Action == action));
        int Deeds(string what, DeedOutcome outcome) => deeds.Count(deed => deed.What == what && deed.Outcome == outcome);
        string Outage(OutageKind kind) => FormattableString.Invariant(
            $"{kind} {(run - outage.LengthWithout(chronicle.Outages.Where(o => o.Kind == kind).Select(o => o.When))).TotalSeconds:0} s");
    }

    private string Title => plan.Kind switch
    {
        PlanKind.Stops => "chaos of stops only",
        PlanKind.Rotations => "chaos of rotations only",
        _ => "chaos",
    };

    private void Stops(StringBuilder text)
    {
        var stops = evidence.Chronicle.Stops;
        if (stops.Count > 0)
        {
            var took = stops.Select(stop => stop.Took).Order().ToList();
            text.AppendLine(CultureInfo.InvariantCulture, $"  told to end while they served {stops.Count}, {stops.Count(stop => stop.CallsUnderWay > 0)} of them with calls to OneLogin under way; ended after p50 {At(took, 0.5):0.00} s, at most {At(took, 1):0.00} s; killed after ten seconds, or with an exit code, {stops.Count(stop => !stop.IsGraceful)}");
        }
    }

    private void Rotations(StringBuilder text)
    {
        foreach (var of in Rotation.In(evidence).GroupBy(rotation => rotation.Credential))
        {
            var took = of.Select(rotation => rotation.Took).OfType<TimeSpan>().Order().ToList();
            text.AppendLine(CultureInfo.InvariantCulture, $"  {of.Key} replaced {of.Count()} times; calls refused for it {of.Sum(rotation => rotation.Refused.Count)}; from the first of them to the new one's use p50 {At(took, 0.5):0.000} s, at most {At(took, 1):0.000} s; calls of OneLogin's noted as failed, or given up, {model.Violations.Count(v => v.Kind == ViolationKind.FailedCall)}");
        }
    }

    private static double At(List<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)].TotalSeconds;

    private TimeSpan LongestWait()
    {
        var lives = model.Lives.ToLookup(life => life.Row.Reason, StringComparer.Ordinal);
        return evidence.Chronicle.Deeds.Where(deed => deed.Outcome == DeedOutcome.Taken && deed.What is not ("ask" or "extend")).Select(deed =>
            lives[Scene.ReasonOf(deed.Nth)].SelectMany(life => life.Trail).Where(entry => entry.Actor == deed.Who && entry.At > deed.At)
                .Select(entry => entry.At - deed.At).DefaultIfEmpty().Min()).DefaultIfEmpty().Max();
    }

    /// <summary>Messages about requests that no row knows of: posted, and the process killed or the answer lost before that was written down.</summary>
    private int Copies()
    {
        var known = evidence.Notices.Where(notice => notice.Ts is not null).Select(notice => (notice.Channel!, notice.Ts!)).ToHashSet();
        return evidence.Messages.Count(message => message.EphemeralTo is null
            && message.Text.Contains("chaos-", StringComparison.Ordinal) && !known.Contains((message.ChannelId, message.Ts)));
    }

    /// <summary>All that helps to understand it: the requests for the place, what was done by hand, the calls, and what the processes said.</summary>
    private void Details(StringBuilder text, Violation violation)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"  {violation.Kind}: {violation.What}");
        var lives = model.Lives.Where(life => life.Row.Id == violation.Request || (violation.Request is null && life.Row.Place == violation.Place)).ToList();
        if (violation.Request is not null && lives is [var one])
        {
            // Others for the same place that went on at the same time explain much.
            lives.AddRange(model.Lives.Where(life => life != one && life.Row.Place == one.Row.Place
                && life.Row.RequestedAt <= (one.Closed ?? evidence.Now) && !(life.Closed < one.Row.RequestedAt)));
        }

        foreach (var life in lives)
        {
            text.AppendLine(life.ToString().ReplaceLineEndings(Environment.NewLine + "    ").Insert(0, "    "));
        }

        if (violation.Place is { } place)
        {
            var from = lives.Select(life => life.Row.RequestedAt).DefaultIfEmpty(evidence.Began).Min() - Around;
            foreach (var span in evidence.Spans.Where(span => Place.Of(span) == place))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    held from {span.From:HH:mm:ss.fff} to {span.To:HH:mm:ss.fff}, {span.Source}");
            }

            foreach (var end in evidence.Chronicle.HandEnds.Where(end => end.Place == place))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    ended by hand {end.When}");
            }

            var path = $"/api/2/roles/{place.Role}/{(place.Privilege == RolePrivilege.Admin ? "admins" : "users")}";
            foreach (var call in evidence.Calls.Where(call => call.At >= from && call.Ids.Contains(place.User) && call.Path == path))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {call.At:HH:mm:ss.fff} {call.Method} {call.Path} [{string.Join(',', call.Ids)}] {call.Status} {(call.Effect.Count > 0 ? "changed it" : "")}");
            }
        }

        foreach (var outage in evidence.Chronicle.Outages.Where(outage => lives.Exists(life =>
            outage.When.Touches(new Stretch(life.Row.RequestedAt, life.Closed ?? evidence.Now)))).OrderBy(outage => outage.When.From))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    outage {outage.Kind} {outage.When}");
        }

        foreach (var deed in evidence.Chronicle.Deeds.Where(deed => lives.Exists(life => string.Equals(life.Row.Reason, Scene.ReasonOf(deed.Nth), StringComparison.Ordinal))))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {deed.At:HH:mm:ss.fff} {deed.Who} {deed.What}: {deed.Outcome}");
        }

        foreach (var (at, line) in evidence.Chronicle.Log.Where(said => lives.Exists(life => said.Line.Contains(life.Row.Id, StringComparison.Ordinal))))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {at:HH:mm:ss.fff} {line}");
        }
    }
}
