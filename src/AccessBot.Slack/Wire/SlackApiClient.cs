using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Slack.Wire.Blocks;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Wire;

/// <summary>Slack's Web API over HTTP: JSON where something is written, a form where something is read.</summary>
/// <remarks>Not every reading method takes JSON; all take a form. https://docs.slack.dev/apis/web-api#basics</remarks>
internal sealed class SlackApiClient(SlackHttp http, IOptionsMonitor<SlackOptions> options, ICredentialKeeper keeper) : ISlackApiClient
{
    // 200 is what Slack advises; so this is a channel of 100 000.
    private const int MostPages = 500;

    // Of its 3 seconds one may be gone; after that no answer can be a good one.
    private static readonly TimeSpan TriggerLife = TimeSpan.FromSeconds(2);

    private static readonly string[] Credential = [$"{SlackOptions.Section}:{nameof(SlackOptions.BotToken)}"];
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    // By a group's id: which of an organisation's workspaces has it. A group is never moved to another.
    private readonly ConcurrentDictionary<string, string> _workspaces = new(StringComparer.Ordinal);

    public Task<OpenView> ViewsOpenAsync(string triggerId, ModalView view, CancellationToken cancel) =>
        WriteViewAsync("views.open", new { TriggerId = triggerId, View = (View)view }, SlackRepeat.Never, cancel, TriggerLife);

    // With a hash a second try after a lost answer would be told of a conflict with the first.
    public Task<OpenView> ViewsUpdateAsync(string viewId, ModalView view, string? hash, CancellationToken cancel) =>
        WriteViewAsync(
            "views.update",
            // An empty hash is a conflict every time.
            new { ViewId = viewId, View = (View)view, Hash = string.IsNullOrEmpty(hash) ? null : hash },
            string.IsNullOrEmpty(hash) ? SlackRepeat.Freely : SlackRepeat.WhenNotDone,
            cancel);

    public Task<OpenView> ViewsPublishAsync(SlackUserId user, HomeView view, CancellationToken cancel) =>
        WriteViewAsync("views.publish", new { UserId = user.Value, View = (View)view }, SlackRepeat.Freely, cancel);

    public async Task<MessagePlace> ChatPostMessageAsync(
        string channel, Message message, string? threadTs, CancellationToken cancel, bool broadcast = false, string? name = null)
    {
        var answer = await WriteAsync(
            "chat.postMessage",
            new
            {
                Channel = channel,
                message.Text.Text,
                Blocks = BlocksOf(message),
                ThreadTs = threadTs,
                ReplyBroadcast = broadcast ? true : (bool?)null,
                UnfurlLinks = false,
                UnfurlMedia = false,
            },
            SlackRepeat.WhenNotDone,
            cancel,
            new Holding(name is null ? null : SlackPace.Beat, new SlackPost(channel, name)));

        return Place(answer, "chat.postMessage");
    }

    public async Task<MessagePlace> ChatUpdateAsync(MessagePlace place, Message message, CancellationToken cancel)
    {
        var answer = await WriteAsync(
            "chat.update",
            // Unlike chat.postMessage it would look for names and links in the text.
            new { place.Channel, place.Ts, message.Text.Text, Blocks = BlocksOf(message) ?? [], Parse = "none" },
            SlackRepeat.Freely,
            cancel,
            // Whatever is updated has a row that remembers it.
            new Holding(SlackPace.Beat));

        return Place(answer, "chat.update");
    }

    public Task ChatPostEphemeralAsync(string channel, SlackUserId user, Message message, CancellationToken cancel) =>
        WriteAsync(
            "chat.postEphemeral",
            new { Channel = channel, User = user.Value, message.Text.Text, Blocks = BlocksOf(message) },
            SlackRepeat.WhenNotDone,
            cancel);

    public Task<string> ConversationsOpenAsync(SlackUserId user, CancellationToken cancel) => ConversationsOpenAsync([user], cancel);

    public async Task<string> ConversationsOpenAsync(IReadOnlyCollection<SlackUserId> users, CancellationToken cancel)
    {
        var answer = await WriteAsync(
            "conversations.open", new { Users = string.Join(',', users.Select(user => user.Value)) }, SlackRepeat.Freely, cancel);
        return Part<ChannelId>(answer, "channel", "conversations.open").Id;
    }

    public async Task<SlackConversation> ConversationsInfoAsync(string channel, CancellationToken cancel)
    {
        var answer = await ReadAsync("conversations.info", Form("channel", channel), cancel);
        return Part<SlackConversation>(answer, "channel", "conversations.info");
    }

    public async Task<IReadOnlySet<SlackUserId>> ConversationsMembersAsync(string channel, CancellationToken cancel)
    {
        var form = Form("channel", channel);
        form["limit"] = "200";
        return Users(await ReadAllAsync<string>("conversations.members", "members", form, cancel)).ToHashSet();
    }

    public async Task<SlackUser> UsersInfoAsync(SlackUserId user, CancellationToken cancel)
    {
        var answer = await ReadAsync("users.info", Form("user", user.Value), cancel);
        return Part<SlackUser>(answer, "user", "users.info");
    }

    public async Task<SlackUser> UsersLookupByEmailAsync(string email, CancellationToken cancel)
    {
        var answer = await ReadAsync("users.lookupByEmail", Form("email", email), cancel);
        return Part<SlackUser>(answer, "user", "users.lookupByEmail");
    }

    public Task<IReadOnlySet<SlackUserId>> UserGroupsUsersListAsync(string group, CancellationToken cancel) => options.CurrentValue switch
    {
        // A token of a whole organisation must say which workspace it means.
        { EnterpriseId.Length: > 0, WorkspaceId: { Length: > 0 } workspace } => UserGroupsUsersListAsync(group, workspace, cancel),
        { EnterpriseId.Length: > 0 } => UserGroupsUsersListInAnyAsync(group, cancel),
        _ => UserGroupsUsersListAsync(group, workspace: null, cancel),
    };

    public async Task<IReadOnlyList<string>> AuthTeamsListAsync(CancellationToken cancel)
    {
        var teams = await ReadAllAsync<TeamId>("auth.teams.list", "teams", Form("limit", "1000"), cancel);
        return [.. teams.Select(team => team.Id)];
    }

    /// <summary>A group's id doesn't say which of the organisation's workspaces has it.</summary>
    private async Task<IReadOnlySet<SlackUserId>> UserGroupsUsersListInAnyAsync(string group, CancellationToken cancel)
    {
        if (_workspaces.TryGetValue(group, out var known))
            return await UserGroupsUsersListAsync(group, known, cancel);

        foreach (var workspace in await AuthTeamsListAsync(cancel))
        {
            try
            {
                var members = await UserGroupsUsersListAsync(group, workspace, cancel);
                _workspaces[group] = workspace;
                return members;
            }
            catch (SlackApiException e) when (e.Error is "no_such_subteam" or "subteam_not_found")
            {
                // In another one, then.
            }
        }

        throw new SlackApiException("usergroups.users.list", "no_such_subteam");
    }

    private async Task<IReadOnlySet<SlackUserId>> UserGroupsUsersListAsync(string group, string? workspace, CancellationToken cancel)
    {
        var form = Form("usergroup", group);
        if (workspace is not null)
            form["team_id"] = workspace;

        var answer = await ReadAsync("usergroups.users.list", form, cancel);
        return Users(Part<string[]>(answer, "users", "usergroups.users.list")).ToHashSet();
    }

    public async Task<SlackIdentity> AuthTestAsync(CancellationToken cancel)
    {
        string? scopes = null;
        DateTimeOffset? date = null;
        var answer = await SendAsync("auth.test", () => Json(new { }), SlackRepeat.Freely, cancel, seen: Look);
        return Whole<SlackIdentity>(answer, "auth.test") with
        {
            Scopes = scopes?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal),
            ToldAt = date,
        };

        // Every answer of Slack's has it, and the token's own scopes stand nowhere else.
        void Look(HttpResponseMessage response)
        {
            scopes = response.Headers.TryGetValues("X-OAuth-Scopes", out var given) ? string.Join(',', given) : null;
            date = response.Headers.Date;
        }
    }

    public Task RespondAsync(Uri responseUrl, ResponseMessage message, CancellationToken cancel)
    {
        if (!ResponseUrls.Allow(responseUrl, options.CurrentValue.ApiBaseUrl))
            throw new ArgumentException("This is not an address of Slack's, so nothing is sent to it.", nameof(responseUrl));

        var body = new
        {
            ResponseType = "ephemeral",
            message.ReplaceOriginal,
            message.Message.Text.Text,
            Blocks = BlocksOf(message.Message),
        };
        return http.SendAsync(new SlackCall("response_url", responseUrl, () => Json(body)) { Repeat = SlackRepeat.WhenNotDone }, cancel);
    }

    private async Task<OpenView> WriteViewAsync(
        string method, object body, SlackRepeat repeat, CancellationToken cancel, TimeSpan? timeout = null) =>
        Part<OpenView>(await SendAsync(method, () => Json(body), repeat, cancel, timeout), "view", method);

    /// <summary>All pages of a list.</summary>
    private async Task<List<T>> ReadAllAsync<T>(string method, string list, Dictionary<string, string> form, CancellationToken cancel)
    {
        var items = new List<T>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await ReadAsync(method, form, cancel);
            items.AddRange(Part<T[]>(answer, list, method));
            if (!answer.TryGetProperty("response_metadata", out var metadata)
                || metadata.Deserialize<Paging>(SlackJson.Options)?.NextCursor is not { Length: > 0 } next)
            {
                return items;
            }

            form["cursor"] = next;
        }

        throw new SlackApiException(method, "endless", messages: [$"There are more than {MostPages} pages."]);
    }

    private Task<JsonElement> WriteAsync(string method, object body, SlackRepeat repeat, CancellationToken cancel, Holding holding = default) =>
        SendAsync(method, () => Json(body), repeat, cancel, holding: holding);

    private Task<JsonElement> ReadAsync(string method, Dictionary<string, string> form, CancellationToken cancel) =>
        SendAsync(method, () => new FormUrlEncodedContent(form), SlackRepeat.Freely, cancel);

    private async Task<JsonElement> SendAsync(
        string method, Func<HttpContent> body, SlackRepeat repeat, CancellationToken cancel,
        TimeSpan? timeout = null, Action<HttpResponseMessage>? seen = null, Holding holding = default)
    {
        // Read at each call: a token that was rotated is used at once.
        var slack = options.CurrentValue;
        try
        {
            return await SendAsync(slack, method, body, repeat, cancel, timeout, seen, holding);
        }
        catch (SlackApiException e) when (e.IsOfToken)
        {
            await keeper.ReadAgainAsync(Credential, timeout ?? LongestLook, cancel);
            var now = options.CurrentValue;
            if (string.Equals(now.BotToken, slack.BotToken, StringComparison.Ordinal))
                throw;

            return await SendAsync(now, method, body, repeat, cancel, timeout, seen, holding);
        }
    }

    private Task<JsonElement> SendAsync(
        SlackOptions slack, string method, Func<HttpContent> body, SlackRepeat repeat, CancellationToken cancel, TimeSpan? timeout, Action<HttpResponseMessage>? seen, Holding holding)
    {
        var address = new Uri($"{slack.ApiBaseUrl.AbsoluteUri.TrimEnd('/')}/{method}");
        var call = new SlackCall(method, address, body) { Token = slack.BotToken, Repeat = repeat, Seen = seen, Post = holding.Post };
        return http.SendAsync(call with { Timeout = timeout ?? call.Timeout, Patience = holding.Patience ?? call.Patience }, cancel);
    }

    private static Dictionary<string, string> Form(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private static ByteArrayContent Json(object body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, SlackJson.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json, "utf-8");
        return content;
    }

    private static IReadOnlyList<Block>? BlocksOf(Message message) => message.Blocks.Count == 0 ? null : message.Blocks;

    private static IEnumerable<SlackUserId> Users(IEnumerable<string?> ids)
    {
        foreach (var id in ids)
        {
            if (SlackUserId.TryParse(id, out var user))
                yield return user;
        }
    }

    private static MessagePlace Place(JsonElement answer, string method) => Whole<MessagePlace>(answer, method);

    private static T Part<T>(JsonElement answer, string name, string method) =>
        answer.TryGetProperty(name, out var part) ? Whole<T>(part, method) : throw NotUnderstood(method);

    private static T Whole<T>(JsonElement answer, string method)
    {
        try
        {
            return answer.Deserialize<T>(SlackJson.Options) ?? throw NotUnderstood(method);
        }
        catch (JsonException e)
        {
            throw NotUnderstood(method, e);
        }
    }

    // Slack said ok, so it was done; only what was said about it is missing.
    private static SlackUnavailableException NotUnderstood(string method, Exception? inner = null) =>
        new(method, "the answer is not as documented", mayHaveHappened: true, inner: inner);

    /// <summary>What a call may be held up by.</summary>
    private readonly record struct Holding(TimeSpan? Patience = null, SlackPost? Post = null);

    private sealed record ChannelId(string Id);

    private sealed record TeamId(string Id);

    private sealed record Paging(string? NextCursor);
}
