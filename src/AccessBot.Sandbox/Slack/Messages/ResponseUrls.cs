using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

internal sealed class ResponseUrls(SlackWorkspace workspace)
{
    private const int MostUses = 5;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, ResponseUrl> _urls = new(StringComparer.Ordinal);

    public Uri Issue(string personId, string channelId, SlackMessage? original)
    {
        lock (workspace.Gate)
        {
            var id = workspace.Ids.Secret("R");
            _urls[id] = new(personId, channelId, workspace.Time.GetUtcNow()) { Original = original };
            var address = workspace.Address?.Invoke()
                ?? throw new InvalidOperationException("Map the workspace into a host, or say where it is with ReachableAt, before anything is sent.");
            return new(address, "slack/response/" + id);
        }
    }

    /// <summary>The message that a slash command was answered with is the one that its response_url replaces.</summary>
    public void Answered(Uri url, SlackMessage message)
    {
        lock (workspace.Gate)
        {
            _urls[url.Segments[^1]].Original = message;
        }
    }

    public void Use(string id, JsonElement body)
    {
        lock (workspace.Gate)
        {
            if (!_urls.TryGetValue(id, out var url) || workspace.Time.GetUtcNow() - url.IssuedAt > Life)
            {
                throw new SlackApiException("expired_url");
            }

            if (url.Uses >= MostUses)
            {
                throw new SlackApiException("used_url");
            }

            if (body.ValueKind != JsonValueKind.Object)
            {
                throw new SlackApiException("invalid_payload");
            }

            var original = url.Original is { } known ? workspace.Transcript.Find(known.ChannelId, known.Ts) : null;
            if (body.Flag("delete_original"))
            {
                workspace.Transcript.Delete(original ?? throw new SlackApiException("message_not_found"));
            }
            else
            {
                Write(url, original, body);
            }

            url.Uses++;
        }
    }

    private void Write(ResponseUrl url, SlackMessage? original, JsonElement body)
    {
        var content = MessageContent.Read(body.Text("text"), body.Part("blocks"), workspace.Ids);
        if (body.Flag("replace_original") && original is not null)
        {
            workspace.Transcript.Edit(original, content.Text, content.Blocks, original.Metadata);
            return;
        }

        var isForAll = body.Text("response_type") == "in_channel";
        var posted = workspace.Transcript.Post(new()
        {
            ChannelId = url.ChannelId,
            Ts = workspace.Ids.NextTs(),
            UserId = workspace.Settings.BotUserId,
            Text = content.Text,
            Blocks = content.Blocks,
            ThreadTs = body.Text("thread_ts"),
            EphemeralTo = isForAll ? null : url.PersonId,
        });

        // A click's url goes on standing for the message clicked; a command has no message until its first answer.
        url.Original ??= posted;
    }

    private sealed class ResponseUrl(string personId, string channelId, DateTimeOffset issuedAt)
    {
        public string PersonId { get; } = personId;

        public string ChannelId { get; } = channelId;

        public DateTimeOffset IssuedAt { get; } = issuedAt;

        public SlackMessage? Original { get; set; }

        public int Uses { get; set; }
    }
}
