using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

/// <summary>Where a request is brought next, as it was found when the time for it had come.</summary>
public abstract record Announcement
{
    private Announcement() { }

    /// <summary>What was passed over on the way, in words: steps that find nobody. For the audit trail.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>A step that can be tried.</summary>
    /// <param name="Index">Its index in the flow.</param>
    /// <param name="Step">What the rules say of it.</param>
    /// <param name="To">Where its messages go; not empty, and each once.</param>
    public sealed record Found(int Index, NotifyStep Step, IReadOnlyList<Addressee> To) : Announcement;

    /// <summary>There is no further step.</summary>
    public sealed record UsedUp : Announcement;

    /// <summary>It can't be told at the moment, because something that says so does not answer.</summary>
    public sealed record Unclear : Announcement;

    /// <summary>Where a place is, if nobody has to be looked for; null if somebody has.</summary>
    public static Addressee? Of(NotifyPlace place) => place switch
    {
        NotifyPlace.Channel channel => new Addressee(NoticeKind.Approvers, channel.Id),
        NotifyPlace.Webhook webhook => new Addressee(NoticeKind.Webhook, webhook.Host),
        _ => null,
    };

    /// <summary>A flow's first step.</summary>
    /// <exception cref="ArgumentException">Whom it means has to be looked for.</exception>
    public static Announcement OfFirst(Flow flow) => Of(flow.Notify[0].Place) is { } place
        ? new Found(0, flow.Notify[0], [place])
        : throw new ArgumentException("Whom its first step means has to be looked for.", nameof(flow));
}
