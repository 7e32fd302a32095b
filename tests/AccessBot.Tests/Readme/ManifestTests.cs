using System.Text.Json.Nodes;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Readme;

/// <summary>The two manifests for a Slack app, one for each door.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void They_differ_in_nothing_but_what_the_door_needs()
    {
        var (http, sockets) = (Manifest("slack-manifest.json"), Manifest("slack-manifest-socket-mode.json"));
        Assert.False((bool)http["settings"]!["socket_mode_enabled"]!);
        Assert.True((bool)sockets["settings"]!["socket_mode_enabled"]!);
        Assert.DoesNotContain("://", sockets.ToJsonString(), StringComparison.Ordinal);

        http["features"]!["slash_commands"]![0]!.AsObject().Remove("url");
        http["settings"]!["interactivity"]!.AsObject().Remove("request_url");
        http["settings"]!["interactivity"]!.AsObject().Remove("message_menu_options_url");
        http["settings"]!["event_subscriptions"]!.AsObject().Remove("request_url");
        http["settings"]!["socket_mode_enabled"] = true;

        Assert.True(JsonNode.DeepEquals(http, sockets));
    }

    private static JsonNode Manifest(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", name)))!;
}
