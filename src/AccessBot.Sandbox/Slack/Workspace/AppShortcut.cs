namespace AccessBot.Sandbox.Slack;

/// <summary>A shortcut that the app's manifest has.</summary>
/// <param name="CallbackId">By which the app knows it.</param>
/// <param name="IsOnMessages">Whether it is in the menus of messages, and not in the one that is there from anywhere.</param>
/// <param name="Name">What people read.</param>
public sealed record AppShortcut(string CallbackId, bool IsOnMessages, string Name);
