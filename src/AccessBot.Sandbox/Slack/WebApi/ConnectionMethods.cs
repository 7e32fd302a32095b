using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal static class ConnectionMethods
{
    public static IEnumerable<SlackMethod> All { get; } = [new("apps.connections.open", [], Open, ForApp: true)];

    // One that is never connected to costs nothing, and one may be taken while Socket Mode is off: that is said on the connection.
    private static JsonObject Open(SlackWorkspace workspace, Arguments arguments)
    {
        if (!workspace.Settings.AppScopes.Contains("connections:write"))
        {
            throw new SlackApiException("missing_scope") { Needed = "connections:write" };
        }

        var address = new UriBuilder(workspace.GivenAddress ?? workspace.HostAddress!())
        {
            Scheme = "ws",
            Path = "/slack/link",
            Query = $"ticket={workspace.Sockets.Ticket()}&app_id={workspace.Settings.AppId}",
        };
        return new() { ["url"] = address.Uri.AbsoluteUri };
    }
}
