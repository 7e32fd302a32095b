namespace AccessBot.Slack.Wire.Blocks;

/// <summary>When a text or number that is being typed is reported.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object</remarks>
internal sealed record DispatchActionConfig(IReadOnlyList<string> TriggerActionsOn)
{
    /// <summary>With every character.</summary>
    public static DispatchActionConfig AsTyped { get; } = new(["on_character_entered"]);
}
