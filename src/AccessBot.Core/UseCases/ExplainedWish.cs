using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>What would come of somebody's asking, and why.</summary>
/// <param name="User">Who asks.</param>
/// <param name="Flow">By which flow.</param>
/// <param name="Wish">For what, with what was left out as the form has it at first.</param>
/// <param name="Explanation">What would come of it.</param>
public sealed record ExplainedWish(WorkspaceUser User, Flow Flow, Wish Wish, Explanation Explanation);
