using System.Text.Json.Nodes;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Manifest;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Readme;

/// <summary>The two manifests for a Slack app, one for each door, and the command that writes them.</summary>
public sealed class ManifestTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("slack-manifest-socket-mode.json")]
    [InlineData("slack-manifest.json", "--transport", "http")]
    public async Task Those_in_deploy_are_what_the_command_writes(string file, params string[] args)
    {
        var written = await CommandOutcome.InProcessAsync(["manifest", .. args], Limit);

        Assert.True(written.Code == 0, $"{written}");
        Assert.Equal(written.Output, await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", file), TestContext.Current.CancellationToken));
    }

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

    [Fact]
    public async Task An_address_and_a_command_of_ones_own_stand_in_it_and_what_can_not_be_meant_is_told()
    {
        var own = await CommandOutcome.InProcessAsync(["manifest", "--transport", "http", "--url", "https://bot.acme.com/in/", "--command", "/sesame"], Limit);
        var plain = await CommandOutcome.InProcessAsync(["manifest", "--transport", "http", "--url", "http://bot.acme.com"], Limit);
        var idle = await CommandOutcome.InProcessAsync(["manifest", "--url", "https://bot.acme.com"], Limit);
        var bare = await CommandOutcome.InProcessAsync(["manifest", "--command", "sesame"], Limit);

        var command = JsonNode.Parse(own.Output)!["features"]!["slash_commands"]![0]!;
        Assert.Equal("/sesame", (string?)command["command"]);
        Assert.Equal("https://bot.acme.com/in/slack/events", (string?)command["url"]);
        Assert.Equal((2, 2, 2), (plain.Code, idle.Code, bare.Code));
        Assert.Contains("--url takes an https address", plain.Errors, StringComparison.Ordinal);
        Assert.Contains("only with --transport http", idle.Errors, StringComparison.Ordinal);
        Assert.Contains("--command begins with a slash", bare.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_scope_is_explained_and_there_is_no_other()
    {
        var scopes = Manifest("slack-manifest.json")["oauth_config"]!["scopes"]!["bot"]!.AsArray().Select(scope => (string)scope!).ToList();

        var explained = await CommandOutcome.InProcessAsync(["manifest", "--explain"], Limit);

        Assert.Equal([.. scopes, SlackScopes.Connections], explained.Lines.Select(line => line.Split(' ')[0]));
        Assert.All(explained.Lines, line => Assert.EndsWith(".", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sandbox_s_app_has_the_scopes_and_shortcuts_of_the_manifest()
    {
        var settings = new SlackSettings();

        Assert.Equal(SlackScopes.OfTheBot.Select(scope => scope.Name).Order(StringComparer.Ordinal), settings.Scopes.Order(StringComparer.Ordinal));
        Assert.Equal(
            SlackShortcut.All.Select(shortcut => (shortcut.CallbackId, shortcut.Type == "message", shortcut.Name)),
            settings.Shortcuts.Select(shortcut => (shortcut.CallbackId, shortcut.IsOnMessages, shortcut.Name)));
        Assert.All(SlackShortcut.All, shortcut => Assert.InRange(shortcut.Name.Length, 1, 24));
    }

    [Fact]
    public void The_operators_page_has_each_scope_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "README.md"));
        var section = page[page.IndexOf("## The Slack app", StringComparison.Ordinal)..];
        var told = section[..section.IndexOf("\n## ", StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',')).Select(name => name.Trim(' ', '`'));

        Assert.Equal(SlackScopes.OfTheBot.Select(scope => scope.Name).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private static JsonNode Manifest(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", name)))!;
}
