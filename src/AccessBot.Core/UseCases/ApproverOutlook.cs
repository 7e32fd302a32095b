using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Whether a request can be approved by the people that there are.</summary>
/// <param name="Short">A condition that they can't meet, with how far they would; null if they can, or it can't be told.</param>
/// <param name="Missing">Whom the rules name one by one and Slack does not have, or has deactivated.</param>
public sealed record ApproverOutlook(LineProgress? Short, IReadOnlyList<Principal> Missing);
