using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support;

/// <summary>Hangfire's place in a journey: holds nudges until the test turns the crank, by the test's clock.</summary>
internal sealed class CrankedQueue(TimeProvider clock) : IJobQueue
{
    private readonly List<(Errand Errand, RequestId? Request, DateTimeOffset When)> waiting = [];

    private readonly List<(Errand Errand, RequestId Request, DateTimeOffset When)> sent = [];

    /// <summary>Every nudge there ever was, in the order of their sending.</summary>
    public IReadOnlyList<(Errand Errand, RequestId Request, DateTimeOffset When)> Sent
    {
        get
        {
            lock (waiting)
            {
                return [.. sent];
            }
        }
    }

    /// <summary>When the first of what waits is due; null if nothing waits.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (waiting)
            {
                return waiting.Count == 0 ? null : waiting.Min(w => w.When);
            }
        }
    }

    public void Nudge(Errand errand, RequestId request) => NudgeAt(errand, request, clock.GetUtcNow());

    public void NudgeAt(Errand errand, RequestId request, DateTimeOffset when)
    {
        lock (waiting)
        {
            waiting.Add((errand, request, when));
            sent.Add((errand, request, when));
        }
    }

    public void RevokeDueAt(DateTimeOffset when) => Again(Errand.Revoke, request: null, when);

    public void AnnounceAll() => Again(Errand.Announce, request: null, clock.GetUtcNow());

    public void TellAllRules() => Again(Errand.TellRules, request: null, clock.GetUtcNow());

    /// <summary>Takes out what is due; without a request it is about all that are due.</summary>
    public IReadOnlyList<(Errand Errand, RequestId? Request)> Take()
    {
        lock (waiting)
        {
            var now = clock.GetUtcNow();
            var due = waiting.Where(w => w.When <= now).OrderBy(w => w.When).Select(w => (w.Errand, w.Request)).ToList();
            waiting.RemoveAll(w => w.When <= now);
            return due;
        }
    }

    /// <summary>Sends a nudge, about all that are due if it names none.</summary>
    public void Again(Errand errand, RequestId? request, DateTimeOffset when)
    {
        lock (waiting)
        {
            waiting.Add((errand, request, when));
        }
    }

    /// <summary>Loses everything, as somebody who clears Hangfire's tables would.</summary>
    public void Lose()
    {
        lock (waiting)
        {
            waiting.Clear();
        }
    }
}
