namespace AccessBot.Core.Rules;

/// <summary>One step in which a request is brought to those who decide; the next comes when nobody did in time, or it can't be delivered.</summary>
/// <param name="Place">Where it is announced.</param>
public sealed record NotifyStep(NotifyPlace Place)
{
    /// <summary>How often approvers are reminded in one step, at most.</summary>
    public const int MostReminders = 10;

    /// <summary>How long it waits for a decision before the next step comes; null if only the request's own time limits it.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Who may decide from this step on, beside those of the approver lines: they count for each line.</summary>
    public IReadOnlyList<Principal> Approvers { get; init; } = [];

    /// <summary>How often approvers are reminded while it waits; null if they aren't.</summary>
    public TimeSpan? RemindEvery { get; init; }

    /// <summary>A plain step: a channel, and nothing else.</summary>
    public static NotifyStep InChannel(string channel) => new(new NotifyPlace.Channel(channel));
}
