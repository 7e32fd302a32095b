namespace AccessBot.Core.Rules;

/// <summary>One line of an explanation.</summary>
/// <param name="Mark">What it says of the wish.</param>
/// <param name="Topic">What it is about, as the rules file calls it where it has a word: <c>requesters</c>, <c>duration</c>, <c>approvers</c>.</param>
/// <param name="Sentence">What there is to say; plain text.</param>
/// <param name="Code">Why it refuses; null if it doesn't.</param>
public sealed record ExplanationLine(ExplanationMark Mark, string Topic, string Sentence, RefusalCode? Code = null);
