namespace AccessBot.Compiler;

/// <summary>A file with rules in C#.</summary>
/// <param name="Path">Where it is, as problems name it.</param>
/// <param name="Part">Where it is in the rules folder.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record CodeFile(string Path, string Part, string Text);
