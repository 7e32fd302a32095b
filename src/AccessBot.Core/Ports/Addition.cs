namespace AccessBot.Core.Ports;

/// <summary>OneLogin was told to add somebody, and answered.</summary>
/// <param name="RequestId">OneLogin's <c>x-request-id</c>, for the audit trail; null if it sent none.</param>
/// <param name="MayComeAgain">Whether an earlier try of the same call had no answer: OneLogin may still carry it out, even after a removal.</param>
public sealed record Addition(string? RequestId, bool MayComeAgain);
