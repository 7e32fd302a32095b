using System.Collections.Concurrent;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>What a run did, to AccessBot and behind its back, with the times at which it really happened.</summary>
internal sealed class Chronicle
{
    private readonly ConcurrentQueue<Outage> outages = new();
    private readonly ConcurrentQueue<Stretch> troubles = new();
    private readonly ConcurrentQueue<HandEnd> handEnds = new();
    private readonly ConcurrentQueue<(long User, Stretch When)> barred = new();
    private readonly ConcurrentQueue<Deed> deeds = new();
    private readonly ConcurrentQueue<StopOfProcess> stops = new();
    private readonly ConcurrentQueue<(Credential Credential, DateTimeOffset At)> rotations = new();
    private readonly ConcurrentQueue<string> mishaps = new();
    private readonly ConcurrentQueue<(DateTimeOffset At, string Line)> log = new();
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Times that don't count.</summary>
    public IReadOnlyCollection<Outage> Outages => outages;

    /// <summary>Times in which anything at all was done to AccessBot, Slack's failing included: something can take longer, or be given up, because of it.</summary>
    public IReadOnlyCollection<Stretch> Troubles => troubles;

    public IReadOnlyCollection<HandEnd> HandEnds => handEnds;

    /// <summary>OneLogin users who could not be given anything, and when.</summary>
    public IReadOnlyCollection<(long User, Stretch When)> Barred => barred;

    public IReadOnlyCollection<Deed> Deeds => deeds;

    /// <summary>Processes that served and were told to end.</summary>
    public IReadOnlyCollection<StopOfProcess> Stops => stops;

    /// <summary>From when a credential was refused that had been replaced just before.</summary>
    public IReadOnlyCollection<(Credential Credential, DateTimeOffset At)> Rotations => rotations;

    /// <summary>What went wrong with the run itself, or should not happen to any process.</summary>
    public IReadOnlyCollection<string> Mishaps => mishaps;

    /// <summary>What the processes wrote, and when they started and ended.</summary>
    public IReadOnlyCollection<(DateTimeOffset At, string Line)> Log => log;

    /// <summary>How often something was done.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    public void Count(string what) => counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Add(Outage outage)
    {
        outages.Enqueue(outage);
        troubles.Enqueue(outage.When);
    }

    public void AddTrouble(DateTimeOffset from, DateTimeOffset to) => troubles.Enqueue(new Stretch(from, to));

    public void Add(HandEnd end) => handEnds.Enqueue(end);

    public void AddBarred(long user, DateTimeOffset from, DateTimeOffset to) => barred.Enqueue((user, new Stretch(from, to)));

    public void Add(Deed deed) => deeds.Enqueue(deed);

    public void Add(StopOfProcess stop) => stops.Enqueue(stop);

    public void AddRotation(Credential credential, DateTimeOffset at) => rotations.Enqueue((credential, at));

    public void AddMishap(string mishap) => mishaps.Enqueue(mishap);

    public void Say(DateTimeOffset at, string line) => log.Enqueue((at, line));
}
