using AccessBot.Slack.Receiving;

namespace AccessBot.Persistence;

/// <summary>A delivery that was acknowledged to Slack.</summary>
internal sealed class InboxRow
{
    public required string Key { get; init; }

    public required DeliveryKind Kind { get; init; }

    /// <summary>As it came, with what the person wrote; emptied when it is done.</summary>
    public required string Body { get; set; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public int Attempts { get; set; }

    /// <summary>When it may be claimed (again); null once it is done. A claim moves it past the claim's end.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    public string? Problem { get; set; }
}
