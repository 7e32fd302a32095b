namespace AccessBot.Core.Rules.Code;

/// <summary>What is to become of a click on Approve.</summary>
/// <remarks>Of several rules the first denial counts, else the first that ignores the click, else the shortest duration.</remarks>
public abstract record ApproveAnswer
{
    private ApproveAnswer() { }

    /// <summary>It counts.</summary>
    public static readonly ApproveAnswer GoOn = new Proceed();

    /// <summary>It does not count, and the approver alone is told why.</summary>
    /// <param name="message">For the approver: a sentence that says what to do.</param>
    public static ApproveAnswer Ignore(string message) => new Ignored(message);

    /// <summary>The request is denied, by the rule.</summary>
    /// <param name="because">Why, for people to read: a sentence.</param>
    public static ApproveAnswer Deny(string because) => new Denied(because);

    /// <summary>It counts, for a shorter time. A longer one is an error of the rule, and the click does not count.</summary>
    public static ApproveAnswer Shorten(TimeSpan duration) => new Shorter(duration);

    internal sealed record Proceed : ApproveAnswer;

    internal sealed record Ignored(string Message) : ApproveAnswer;

    internal sealed record Denied(string Because) : ApproveAnswer;

    internal sealed record Shorter(TimeSpan Duration) : ApproveAnswer;
}
