namespace AccessBot.Core.Rules.Code;

/// <summary>What came of compiling a rules folder.</summary>
/// <param name="Code">The rules; null if they can't be used, and then there is trouble or a problem.</param>
/// <param name="Classes">The classes that can be named, as far as can be told, whether or not they can be used; null if that can't be told.</param>
/// <param name="Problems">What is wrong in the files.</param>
public sealed record RuleCodeReading(RuleCode? Code, IReadOnlyList<RuleClass>? Classes, IReadOnlyList<RulesProblem> Problems)
{
    /// <summary>What is wrong with the folder itself: a sentence. Null if nothing is.</summary>
    public string? Trouble { get; init; }
}
