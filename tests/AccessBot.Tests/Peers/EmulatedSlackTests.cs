using System.Net.Http.Json;
using System.Text.Json;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Sandbox.Bot;
using AccessBot.Slack;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using AccessBot.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Peers;

/// <summary>AccessBot's client of the Web API against a Slack that others simulate (emulate), with the scopes of the manifest and no other.</summary>
public sealed class EmulatedSlackTests
{
    private const string Token = "xoxb-emulated";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_AccessBot_asks_of_Slack_another_simulation_understands()
    {
        await using var slack = await StartAsync();
        var api = slack.Api;

        var self = await api.AuthTestAsync(Cancel);
        var rita = await api.UsersLookupByEmailAsync("rita@acme.test", Cancel);
        var id = SlackUserId.Parse(rita.Id);
        var ben = SlackUserId.Parse((await api.UsersLookupByEmailAsync("ben@acme.test", Cancel)).Id);
        Assert.Equal(("accessbot", "rita"), (await UserNameAsync(api, self.UserId), (await api.UsersInfoAsync(id, Cancel)).Name));
        Assert.Equal("users_not_found", (await Assert.ThrowsAsync<SlackApiException>(() => api.UsersLookupByEmailAsync("nobody@acme.test", Cancel))).Error);

        var channel = await slack.ChannelAsync("access-requests");
        Assert.Contains(id, await api.ConversationsMembersAsync(channel, Cancel));
        Assert.False((await api.ConversationsInfoAsync(channel, Cancel)).IsExtShared);

        var asked = await api.ChatPostMessageAsync(channel, new Message(Mrkdwn.Of($"{id} asks for <Production> & more"), new SectionBlock(Mrkdwn.Of($"why")), new ActionsBlock(new Button("approve", "Approve") { Value = "1" })), threadTs: null, Cancel);
        await api.ChatPostMessageAsync(channel, new Message(Mrkdwn.Of($"A reminder")), asked.Ts, Cancel, broadcast: true);
        await api.ChatUpdateAsync(asked, new Message(Mrkdwn.Of($"Approved")), Cancel);
        await api.ChatPostEphemeralAsync(channel, id, new Message(Mrkdwn.Of($"Only you see this")), Cancel);
        Assert.Equal("message_not_found", (await Assert.ThrowsAsync<SlackApiException>(() => api.ChatUpdateAsync(asked with { Ts = "1.000001" }, new Message(Mrkdwn.Of($"Gone")), Cancel))).Error);

        var direct = await api.ConversationsOpenAsync(id, Cancel);
        Assert.StartsWith("D", (await api.ChatPostMessageAsync(direct, new Message(Mrkdwn.Of($"Granted")), threadTs: null, Cancel)).Channel, StringComparison.Ordinal);
        Assert.NotEqual(direct, await api.ConversationsOpenAsync([id, ben], Cancel));
    }

    [Fact]
    public async Task Windows_and_homes_are_opened_changed_and_refused_alike()
    {
        await using var slack = await StartAsync();
        var api = slack.Api;
        var rita = SlackUserId.Parse((await api.UsersLookupByEmailAsync("rita@acme.test", Cancel)).Id);

        var trigger = await slack.TriggerAsync(rita);
        var opened = await api.ViewsOpenAsync(trigger, Ask("One"), Cancel);
        var updated = await api.ViewsUpdateAsync(opened.Id, Ask("Two"), opened.Hash, Cancel);
        var stale = await Assert.ThrowsAsync<SlackApiException>(() => api.ViewsUpdateAsync(opened.Id, Ask("Three"), opened.Hash, Cancel));
        var used = await Assert.ThrowsAsync<SlackApiException>(() => api.ViewsOpenAsync(trigger, Ask("Four"), Cancel));
        await api.ViewsPublishAsync(rita, new HomeView([new SectionBlock(Mrkdwn.Of($"Welcome"))]), Cancel);
        await api.ViewsPublishAsync(rita, new HomeView([new SectionBlock(Mrkdwn.Of($"Welcome back"))]), Cancel);

        Assert.Equal((opened.Id, "hash_conflict", "exchanged_trigger_id"), (updated.Id, stale.Error, used.Error));
    }

    private static ModalView Ask(string title) =>
        new("ask", title, [new InputBlock("reason", "Reason", new PlainTextInput("reason"))], "Send");

    private static async Task<string?> UserNameAsync(ISlackApiClient api, string user) => (await api.UsersInfoAsync(SlackUserId.Parse(user), Cancel)).Name;

    private static async Task<EmulatedSlack> StartAsync()
    {
        var port = LoopbackPort.Free();
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.File("deploy/slack-manifest.json"), Cancel)).RootElement;
        var scopes = manifest.GetProperty("oauth_config").GetProperty("scopes").GetProperty("bot").EnumerateArray().Select(scope => scope.GetString()).ToList();
        var program = await NodeProgram.StartAsync("emulate.mjs", new
        {
            Port = port,
            Seed = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["tokens"] = new Dictionary<string, object>(StringComparer.Ordinal) { [Token] = new { Login = "accessbot", Scopes = scopes } },
                ["slack"] = new
                {
                    Strict_scopes = true,
                    Team = new { Name = "Acme", Domain = "acme" },
                    Users = new[] { Person("accessbot"), Person("rita"), Person("ben") },
                    Channels = new[] { new { Name = "access-requests" } },
                    Tokens = new[] { new { Token, User = "accessbot", Type = "bot", Scopes = scopes } },
                },
            },
        });
        return new EmulatedSlack(program, new Uri($"http://127.0.0.1:{port}/api/"));

        static object Person(string name) => new { Name = name, Email = $"{name}@acme.test" };
    }

    private sealed class EmulatedSlack : IAsyncDisposable
    {
        private readonly NodeProgram program;
        private readonly ServiceProvider services;
        private readonly HttpClient http;

        public EmulatedSlack(NodeProgram program, Uri url)
        {
            this.program = program;
            http = new HttpClient { BaseAddress = url };
            http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
            services = new ServiceCollection()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Slack:WorkspaceId"] = "T000000001",
                    ["Slack:BotToken"] = Token,
                    ["Slack:SigningSecret"] = "5a4db0c5516a0d1ec0de5a4db0c5516a",
                    ["Slack:ApiBaseUrl"] = url.AbsoluteUri,
                }).Build())
                .AddSingleton(TimeProvider.System)
                .AddLogging()
                .AddSlack()
                .BuildServiceProvider();
        }

        public ISlackApiClient Api => services.GetRequiredService<ISlackApiClient>();

        /// <summary>A channel's id by its name, which AccessBot never asks for.</summary>
        public async Task<string> ChannelAsync(string name)
        {
            using var answer = await http.PostAsJsonAsync("conversations.list", new { }, Cancel);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("channels").EnumerateArray().Single(channel => channel.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;
        }

        /// <summary>What somebody's click would bring.</summary>
        public async Task<string> TriggerAsync(SlackUserId user)
        {
            using var answer = await http.PostAsJsonAsync("views.generateTriggerId", new { user_id = user.Value }, Cancel);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("trigger_id").GetString()!;
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await services.DisposeAsync();
            await program.DisposeAsync();
        }
    }
}
