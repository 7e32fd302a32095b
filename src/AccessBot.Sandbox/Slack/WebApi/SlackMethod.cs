using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

/// <param name="Scopes">One of these is needed; empty where any token will do.</param>
/// <param name="IsRead">Reads may come as GET.</param>
/// <param name="ForApp">Takes the app-level token, and no other.</param>
internal sealed record SlackMethod(string Name, string[] Scopes, Func<SlackWorkspace, Arguments, JsonObject> Run, bool IsRead = false, bool ForApp = false);
