namespace AccessBot.Core.Rules;

/// <summary>Whether and how holders of a flow's access may have more time for it.</summary>
/// <param name="NeedsApproval">Whether the flow's approvers have to approve that; if not, it is so at once.</param>
/// <param name="AtMost">How long the access may last in all, from the grant to its last end; null for as long as can be asked for.</param>
public sealed record ExtendRule(bool NeedsApproval = true, TimeSpan? AtMost = null);
