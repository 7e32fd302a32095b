using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>What the holder of access may pick for more time.</summary>
/// <param name="Granted">The grant.</param>
/// <param name="Flow">Its flow.</param>
/// <param name="Further">How much more, each of which keeps the whole within what the flow allows; not empty.</param>
/// <param name="AsksPeople">Whether approvers are asked, unless a rule approves it at once.</param>
public sealed record ExtendOffer(Request Granted, Flow Flow, IReadOnlyList<TimeSpan> Further, bool AsksPeople);
