using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Support;

/// <summary>Sets both sides to one door.</summary>
internal static class Doors
{
    /// <summary>Has Slack deliver by it.</summary>
    /// <returns>What AccessBot's settings then have to be, beside the usual ones: without what only the other door needs.</returns>
    public static IReadOnlyList<KeyValuePair<string, string?>> Open(Door door, SlackWorkspace slack)
    {
        if (door == Door.Http)
        {
            return [];
        }

        slack.Reconfigure(settings => settings with { SocketMode = true });
        return [new("Slack:AppToken", slack.Settings.AppToken), new("Slack:SigningSecret", "")];
    }
}
