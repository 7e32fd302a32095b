namespace AccessBot.Core.Rules.Code;

/// <summary>Somebody, as Slack has them now.</summary>
/// <param name="SlackUser">Their Slack id, <c>U…</c> or <c>W…</c>.</param>
/// <param name="Name">What they call themselves; text from outside.</param>
public sealed record RulePerson(string SlackUser, string Name)
{
    /// <summary>The confirmed address of their Slack profile; null if Slack gives none.</summary>
    public string? Email { get; init; }

    /// <summary>Their OneLogin user id; null if they aren't linked to one.</summary>
    public long? OneLoginUser { get; init; }

    /// <summary>A guest of the workspace.</summary>
    public bool IsGuest { get; init; }
}
