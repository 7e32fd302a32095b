namespace AccessBot.Core.Requests;

/// <summary>Where one message of a step goes.</summary>
/// <param name="Kind">Which kind of message.</param>
/// <param name="Address">As <see cref="Notice.Address"/>.</param>
public readonly record struct Addressee(NoticeKind Kind, string Address);
