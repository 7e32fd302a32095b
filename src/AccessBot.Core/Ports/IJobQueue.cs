using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Sends nudges: an id, and what to look at. The row is the truth; losing or doubling a nudge is harmless.</summary>
public interface IJobQueue
{
    /// <summary>Whether scheduled nudges are lost at a restart, so that they must be sent again at start.</summary>
    bool ForgetsAtRestart { get; }

    /// <summary>Sends a nudge now.</summary>
    void Nudge(Errand errand, RequestId request);

    /// <summary>Sends a nudge for later. It may arrive a little early or late: the receiver asks the row whether it is due.</summary>
    void NudgeAt(Errand errand, RequestId request, DateTimeOffset when);
}
