using AccessBot.Core.People;

namespace AccessBot.Core.Requests;

/// <summary>One approver's answer to one request. A person has one.</summary>
public sealed class Decision
{
    private Decision() { }

    internal Decision(SlackUserId approver, string name, bool approves, Terms terms, DateTimeOffset now)
    {
        Approver = approver;
        Name = name;
        ChangeTo(approves, terms, now);
    }

    /// <summary>Who decided.</summary>
    public SlackUserId Approver { get; private set; }

    /// <summary>What they were called then; text from outside.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Approve or deny.</summary>
    public bool Approves { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>For how long at most they approve it; null for as long as was asked for.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>Why, if they said so; text from outside.</summary>
    public string? Message { get; private set; }

    /// <summary>The index of the approver line that it counted for at the last count; null for none, and for a no.</summary>
    public int? Line { get; private set; }

    internal void CountFor(int? line) => Line = line;

    internal void ChangeTo(bool approves, Terms terms, DateTimeOffset now)
    {
        Approves = approves;
        At = now;
        (Duration, Message, Line) = (terms.Duration, terms.Message, null);
    }
}
