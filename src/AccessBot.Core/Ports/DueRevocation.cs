using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Access that is to be taken away: its time is over, or OneLogin has not confirmed its end yet.</summary>
/// <param name="Request">The request that gave it.</param>
/// <param name="Membership">What is taken away.</param>
/// <param name="At">From when something is to be done: its end, or the next attempt.</param>
/// <param name="Since">Since when it should be gone.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
public sealed record DueRevocation(RequestId Request, Membership Membership, DateTimeOffset At, DateTimeOffset Since, int Attempts);
