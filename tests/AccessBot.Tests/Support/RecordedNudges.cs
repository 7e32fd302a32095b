using System.Collections.Concurrent;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support;

/// <summary>Keeps nudges instead of sending them.</summary>
internal sealed class RecordedNudges : IJobQueue
{
    public bool ForgetsAtRestart => true;

    /// <summary>In the order of their sending; without a time if it was for now.</summary>
    public ConcurrentQueue<(Errand Errand, RequestId Request, DateTimeOffset? When)> All { get; } = new();

    public void Nudge(Errand errand, RequestId request) => All.Enqueue((errand, request, null));

    public void NudgeAt(Errand errand, RequestId request, DateTimeOffset when) => All.Enqueue((errand, request, when));
}
