using AccessBot.Core.UseCases;

namespace AccessBot.Cli;

/// <summary>What <c>accessbot revoke</c> was told.</summary>
/// <param name="Wish">Whose access to end.</param>
/// <param name="Reason">Why, for the audit trail and the threads beneath the requests' messages.</param>
/// <param name="Wait">How long to wait for its end.</param>
/// <param name="DryRun">List only.</param>
/// <param name="Json">For a program to read.</param>
/// <param name="Yes">Don't ask.</param>
internal sealed record RevokeOrder(StopWish Wish, string? Reason, TimeSpan Wait, bool DryRun, bool Json, bool Yes);
