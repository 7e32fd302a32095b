using AccessBot.Core.People;

namespace AccessBot.Core.Audit;

/// <summary>Who did something, and through which door.</summary>
/// <param name="Person">The Slack user; null if it was AccessBot itself, or an operator on the command line.</param>
/// <param name="Name">What to call them in a sentence.</param>
/// <param name="Where">Where it came from: a Slack channel id, <c>modal</c>, <c>job</c>, <c>cli</c>, <c>dashboard</c>.</param>
public sealed record Actor(SlackUserId? Person, string Name, string Where)
{
    /// <summary>AccessBot itself, in one of its jobs.</summary>
    public static readonly Actor Job = new(null, "AccessBot", "job");

    /// <summary>Somebody with a shell on the machine: the operating system lets them in, not Slack.</summary>
    public static readonly Actor Operator = new(null, "an operator on the command line", "cli");

    /// <inheritdoc/>
    public override string ToString() => Person?.Value ?? (string.Equals(Where, Operator.Where, StringComparison.Ordinal) ? "operator" : "accessbot");
}
