using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules.Code;

/// <summary>What is to become of a form that was sent.</summary>
/// <remarks>Of several rules the first denial counts; else the least that any of them leaves of the wish, and then the first approval.</remarks>
public abstract record SubmitAnswer
{
    private SubmitAnswer() { }

    /// <summary>The access rules decide.</summary>
    public static readonly SubmitAnswer GoOn = new Proceed();

    /// <summary>Approved at once, without people, where the access rules deny nothing.</summary>
    /// <param name="because">Why, for people to read: a few words.</param>
    public static SubmitAnswer Approve(string because) => new Approved(because);

    /// <summary>No request is made.</summary>
    /// <param name="because">Why, for the requester: a sentence.</param>
    public static SubmitAnswer Deny(string because) => new Denied(because);

    /// <summary>
    /// Less than what was asked for. What isn't less is an error of the rule, and the form is refused: a duration that is longer, a target that doesn't
    /// say in <c>access.yaml</c> that it is <c>within</c> the one that was asked for, or the role's admin in place of its member.
    /// </summary>
    /// <param name="duration">Null leaves it.</param>
    /// <param name="target">A target's key; null leaves it.</param>
    /// <param name="privilege">Null leaves it.</param>
    public static SubmitAnswer Change(TimeSpan? duration = null, string? target = null, Privilege? privilege = null) => new Less(duration, target, privilege);

    internal sealed record Proceed : SubmitAnswer;

    internal sealed record Approved(string Because) : SubmitAnswer;

    internal sealed record Denied(string Because) : SubmitAnswer;

    internal sealed record Less(TimeSpan? Duration, string? Target, Privilege? Privilege) : SubmitAnswer;
}
