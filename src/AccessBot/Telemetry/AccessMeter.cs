using System.Diagnostics.Metrics;
using AccessBot.Core.Alarms;
using AccessBot.Core.Requests;
using AccessBot.Slack;

namespace AccessBot.Telemetry;

/// <summary>What there is at this moment, as gauges: all processes on one database see the same, so it is not to be added up. Connections are the process's own.</summary>
internal sealed class AccessMeter
{
    public const string Name = "AccessBot";
    public const string OverdueName = "accessbot.revocation.overdue.count";
    public const string OldestName = "accessbot.revocation.overdue.age";
    public const string LiveName = "accessbot.grant.live.count";
    public const string SocketsName = "accessbot.slack.socket.count";
    public const string JobsName = "accessbot.job.waiting.count";
    public const string JobAgeName = "accessbot.job.waiting.age";

    /// <summary>The tag with the name of Hangfire's queue.</summary>
    public const string QueueTag = "accessbot.job.queue";

    /// <summary>The tag that says why revocations are overdue.</summary>
    public const string CauseTag = "accessbot.overdue.cause";

    private static readonly Trouble?[] Troubles = [null, .. Enum.GetValues<Trouble>()];

    private readonly Figures figures;
    private readonly JobFigures jobs;
    private readonly SlackSockets sockets;
    private readonly TimeProvider clock;

    public AccessMeter(IMeterFactory meters, Figures figures, JobFigures jobs, SlackSockets sockets, TimeProvider clock)
    {
        (this.figures, this.jobs, this.sockets, this.clock) = (figures, jobs, sockets, clock);
        var meter = meters.Create(Name);
        meter.CreateObservableGauge(OverdueName, Overdue, "{revocation}", "Revocations that are late by more than a minute.");
        meter.CreateObservableGauge(OldestName, Oldest, "s", "How late the most overdue revocation is; 0 if none is overdue.");
        meter.CreateObservableGauge(LiveName, Live, "{grant}", "Grants that OneLogin has confirmed and that have not begun to end.");
        meter.CreateObservableGauge(SocketsName, Sockets, "{connection}", "Socket Mode connections of this process that Slack has said hello on.");
        meter.CreateObservableGauge(JobsName, Jobs, "{job}", "Jobs that wait to be run.");
        meter.CreateObservableGauge(JobAgeName, JobAge, "s", "For how long the job has been waiting that came first; 0 if none waits.");
    }

    // Nothing is measured while nothing is known: a database that is away must not look like a quiet day.
    private IEnumerable<Measurement<int>> Overdue() => figures.Known is not { } known ? [] : Troubles.Select(trouble => new Measurement<int>(
        known.Overdue.Where(o => o.Trouble == trouble).Sum(o => o.Count),
        KeyValuePair.Create<string, object?>(CauseTag, Core.Alarms.Overdue.CauseOf(trouble))));

    private IEnumerable<Measurement<double>> Oldest() => figures.Known is not { } known ? [] :
        [new(known.Oldest is { } oldest ? Math.Max(0, (clock.GetUtcNow() - oldest).TotalSeconds) : 0)];

    private IEnumerable<Measurement<int>> Live() => figures.Known is not { } known ? [] : [new(known.Live)];

    private IEnumerable<Measurement<long>> Jobs() => (jobs.Known ?? []).Select(queue => new Measurement<long>(queue.Count, TagOf(queue)));

    private IEnumerable<Measurement<double>> JobAge() => (jobs.Known ?? []).Select(queue => new Measurement<double>(queue.Age.TotalSeconds, TagOf(queue)));

    private static KeyValuePair<string, object?> TagOf(WaitingJobs queue) => KeyValuePair.Create<string, object?>(QueueTag, queue.Queue);

    // None where Slack's deliveries come over HTTP: a zero would be an alarm.
    private IEnumerable<Measurement<int>> Sockets() => sockets.AreUsed ? [new(sockets.Open)] : [];
}
