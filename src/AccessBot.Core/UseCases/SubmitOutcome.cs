using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>What a flow's rules in C# make of a wish.</summary>
/// <param name="Wish">What is left of it.</param>
/// <param name="Approval">The rule that approves it at once; null if none does.</param>
/// <param name="Why">Why it is refused; empty if it isn't.</param>
/// <param name="Said">What each rule said, in words, by its class's name; and why that refuses the wish, if it does.</param>
internal sealed record SubmitOutcome(Wish Wish, AutoRule? Approval, IReadOnlyList<Refusal> Why, IReadOnlyList<(string Rule, string Words, Refusal? Why)> Said);
