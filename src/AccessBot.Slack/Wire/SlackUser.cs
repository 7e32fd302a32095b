namespace AccessBot.Slack.Wire;

/// <summary>A user as Slack has them.</summary>
/// <remarks>https://docs.slack.dev/reference/objects/user-object</remarks>
/// <param name="IsRestricted">A guest of any kind.</param>
/// <param name="IsUltraRestricted">A guest of one channel.</param>
/// <param name="IsStranger">Of another workspace, and met only in a channel that is shared with it.</param>
internal sealed record SlackUser(
    string Id,
    string? TeamId,
    string? Name,
    string? RealName,
    bool Deleted,
    bool IsBot,
    bool IsRestricted,
    bool IsUltraRestricted,
    bool IsStranger,
    bool IsEmailConfirmed,
    SlackUserProfile? Profile,
    SlackEnterpriseUser? EnterpriseUser);
