namespace AccessBot.Core.Rules;

/// <summary>One thing that is wrong with a rules file.</summary>
/// <param name="Code">One of <see cref="RulesProblemCode"/>, for machines.</param>
/// <param name="File">The file, as the reader was told to call it.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1, in UTF-16 units.</param>
/// <param name="Message">What is wrong: a sentence.</param>
/// <param name="Remedy">What to do, with the valid names where there are some: one or more sentences; empty where the message says it all.</param>
public sealed record RulesProblem(string Code, string File, int Line, int Column, string Message, string Remedy)
{
    /// <summary>One line, with the place as editors and terminals recognise it.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message} {Remedy}".TrimEnd();
}
