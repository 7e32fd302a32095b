namespace AccessBot.Core.Rules;

/// <summary>Why the rules rule on a wish as they do.</summary>
/// <param name="Ruling">What comes of the wish; of what is not written yet, as if it were written well.</param>
/// <param name="Lines">Each thing that was looked at, in order; the last is what comes of it.</param>
public sealed record Explanation(Ruling Ruling, IReadOnlyList<ExplanationLine> Lines);
