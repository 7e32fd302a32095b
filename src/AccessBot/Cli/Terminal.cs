namespace AccessBot.Cli;

/// <summary>Where a command reads and writes: the process's own, or what a test gives it.</summary>
/// <param name="In">What somebody types.</param>
/// <param name="Out">What is asked for, for a reader or a program.</param>
/// <param name="Error">What is said beside that.</param>
/// <param name="IsPiped">Whether nobody sits before it who could be asked.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool IsPiped)
{
    public static Terminal OfTheProcess => new(Console.In, Console.Out, Console.Error, Console.IsInputRedirected);
}
