using AccessBot.Core.People;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A menu of the workspace's people.</summary>
internal sealed record UsersSelect(string ActionId) : BlockElement(ActionId)
{
    /// <summary>Who is chosen at first.</summary>
    public string? InitialUser { get; init => field = value is null ? null : SlackUserId.Parse(value).Value; }
}
