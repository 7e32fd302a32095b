using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Sends nudges: an id, and what to look at. The row is the truth; losing or doubling a nudge is harmless.</summary>
public interface IJobQueue
{
    /// <summary>Sends a nudge now.</summary>
    void Nudge(Errand errand, RequestId request);

    /// <summary>Sends a nudge for later. It may arrive a little early or late: the receiver asks the row whether it is due.</summary>
    void NudgeAt(Errand errand, RequestId request, DateTimeOffset when);

    /// <summary>Sends a nudge to take away all access whose time is over then. One serves for all that ends in the same second.</summary>
    void RevokeDueAt(DateTimeOffset when);

    /// <summary>Sends a nudge to bring every message in Slack up to date that is behind, where one for each would be too many.</summary>
    void AnnounceAll();

    /// <summary>Sends a nudge to tell rules in C# whatever they are behind with, where one for each request would be too many.</summary>
    void TellAllRules();
}
