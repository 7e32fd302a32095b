namespace AccessBot.Core.Rules;

/// <summary>The pure answer of the access rules for one wish.</summary>
public abstract record Ruling
{
    private Ruling() { }

    /// <summary>No, for all these reasons.</summary>
    public sealed record Refused(IReadOnlyList<Refusal> Why) : Ruling;

    /// <summary>Not yet: these lines, with how many of the votes count for each.</summary>
    public sealed record NeedsApproval(IReadOnlyList<LineProgress> Lines) : Ruling;

    /// <summary>Yes: every line is met, a rule approves at once, or it is an emergency that nobody is asked about.</summary>
    /// <param name="Rule">The rule; null if none did.</param>
    public sealed record Approved(AutoRule? Rule = null) : Ruling
    {
        /// <summary>Whether it is approved as an emergency.</summary>
        public bool BreakGlass { get; init; }
    }
}
