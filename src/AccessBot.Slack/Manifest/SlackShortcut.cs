namespace AccessBot.Slack.Manifest;

/// <summary>A way in beside the slash command.</summary>
/// <param name="CallbackId">By which it comes back.</param>
/// <param name="Type"><c>global</c>, or <c>message</c> for one in the menu of a message.</param>
/// <param name="Name">What people read; at most 24 characters.</param>
/// <param name="Description">At most 150 characters.</param>
/// <remarks>https://docs.slack.dev/reference/app-manifest#features</remarks>
public sealed record SlackShortcut(string CallbackId, string Type, string Name, string Description)
{
    /// <summary>Opens the form, from anywhere.</summary>
    public static SlackShortcut Ask { get; } = new("ask", "global", "Ask for access", "Opens the form for access to a OneLogin role");

    /// <summary>Opens the form with a link to a message in its reason.</summary>
    public static SlackShortcut AskAbout { get; } = new("ask.about", "message", "Ask for access for this", "Opens the form, with this message in the reason");

    /// <summary>Both.</summary>
    public static IReadOnlyList<SlackShortcut> All { get; } = [Ask, AskAbout];
}
