using AccessBot.Core.Rules;

namespace AccessBot.Slack.Conversation;

/// <summary>The block ids of the form: the field as in <see cref="Refusal.Field"/>, and behind a colon the flow that it belongs to.</summary>
/// <remarks>
/// Slack keeps what is filled in over an update where the ids stay. A reason or a ticket is worth keeping when another flow is
/// picked; a target, a duration or a choice of the flow before is not, so their ids change with the flow.
/// </remarks>
internal static class FormBlocks
{
    public const string Flow = "flow";
    public const string Reason = "reason";

    private const string FieldPrefix = "field.";

    public static string Target(string flow) => $"target:{flow}";

    public static string Privilege(string flow) => $"privilege:{flow}";

    public static string Duration(string flow) => $"duration:{flow}";

    public static string Until(string flow) => $"until:{flow}";

    public static string BreakGlass(string flow) => $"breakGlass:{flow}";

    public static string Field(Field field, string flow) =>
        field is { Choices.Count: 0, Type: not (FieldType.Choice or FieldType.MultiChoice) } ? FieldPrefix + field.Name : $"{FieldPrefix}{field.Name}:{flow}";

    /// <summary>The field that a block is for, as in <see cref="Refusal.Field"/>.</summary>
    public static string FieldOf(string blockId) => blockId.Split(':')[0];

    /// <summary>The flow that a block belongs to; empty if it belongs to none.</summary>
    public static string FlowOf(string blockId) => blockId.Split(':', 2) is [_, var flow] ? flow : "";

    /// <summary>The name of a flow's own field; null if the block is for something else.</summary>
    public static string? NameOf(string blockId) =>
        blockId.StartsWith(FieldPrefix, StringComparison.Ordinal) ? FieldOf(blockId)[FieldPrefix.Length..] : null;
}
