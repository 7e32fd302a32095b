using AccessBot.Core.People;

namespace AccessBot.Core.Rules;

/// <summary>How far one approver line is.</summary>
/// <param name="Line">The line.</param>
/// <param name="Have">How many votes count for it; each person counts once overall.</param>
public sealed record LineProgress(ApproverLine Line, int Have)
{
    /// <summary>Whose votes these are.</summary>
    public IReadOnlyList<SlackUserId> By { get; init; } = [];
}
