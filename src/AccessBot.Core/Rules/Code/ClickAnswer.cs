namespace AccessBot.Core.Rules.Code;

/// <summary>What is to become of a click on Deny, or of a request's being withdrawn.</summary>
public abstract record ClickAnswer
{
    private ClickAnswer() { }

    /// <summary>It counts.</summary>
    public static readonly ClickAnswer GoOn = new Proceed();

    /// <summary>It does not count, and whoever clicked is told why, alone.</summary>
    /// <param name="message">For whoever clicked: a sentence that says what to do.</param>
    public static ClickAnswer Ignore(string message) => new Ignored(message);

    internal sealed record Proceed : ClickAnswer;

    internal sealed record Ignored(string Message) : ClickAnswer;
}
