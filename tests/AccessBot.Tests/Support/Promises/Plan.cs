namespace AccessBot.Tests.Support.Promises;

/// <summary>What happens, in order.</summary>
/// <param name="Speaks">Whether messages are sent to Slack, which takes time that most plans do without.</param>
/// <param name="Steps">The steps.</param>
internal sealed record Plan(bool Speaks, IReadOnlyList<Step> Steps)
{
    public override string ToString() => string.Concat(Steps.Select((step, i) => $"{Environment.NewLine}  {i + 1,2}. {step}"))
        + (Speaks ? $"{Environment.NewLine}  (with messages)" : "");
}
