namespace AccessBot.Core.Rules.Code;

/// <summary>What is to become of what was approved.</summary>
public abstract record GrantAnswer
{
    private GrantAnswer() { }

    /// <summary>It is given, if the access rules still allow it.</summary>
    public static readonly GrantAnswer GoOn = new Proceed();

    /// <summary>It is given up.</summary>
    /// <param name="because">Why, for people to read: a sentence.</param>
    public static GrantAnswer Deny(string because) => new Denied(because);

    internal sealed record Proceed : GrantAnswer;

    internal sealed record Denied(string Because) : GrantAnswer;
}
