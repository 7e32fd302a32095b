using AccessBot.Core.People;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A menu of the workspace's people, any of whom can be chosen.</summary>
internal sealed record MultiUsersSelect(string ActionId) : BlockElement(ActionId)
{
    /// <summary>Who is chosen at first; null for nobody.</summary>
    public IReadOnlyList<string>? InitialUsers
    {
        get;
        init => field = value is { Count: > 0 } ? [.. value.Select(id => SlackUserId.Parse(id).Value)] : null;
    }

    /// <summary>How many can be chosen; null for any number.</summary>
    public int? MaxSelectedItems { get; init => field = Limits.AtLeastOne(value); }
}
