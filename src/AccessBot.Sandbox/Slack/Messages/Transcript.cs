using System.Collections.Immutable;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

internal sealed class Transcript(SlackWorkspace workspace)
{
    private readonly List<SlackMessage> _messages = [];

    public ImmutableList<SlackMessage> In(string channelId)
    {
        lock (workspace.Gate)
        {
            return [.. _messages.Where(message => message.ChannelId == channelId && message.EphemeralTo is null)];
        }
    }

    public ImmutableList<SlackMessage> EphemeralsOf(string personId)
    {
        lock (workspace.Gate)
        {
            return [.. _messages.Where(message => message.EphemeralTo == personId)];
        }
    }

    public SlackMessage? Find(string channelId, string ts)
    {
        lock (workspace.Gate)
        {
            return _messages.FirstOrDefault(message => message.ChannelId == channelId && message.Ts == ts);
        }
    }

    public SlackMessage Post(SlackMessage draft)
    {
        lock (workspace.Gate)
        {
            var message = draft with { Versions = [new(workspace.Time.GetUtcNow(), draft.Text, draft.Blocks)] };
            _messages.Add(message);
            workspace.Changes.Raise();
            return message;
        }
    }

    public SlackMessage Edit(SlackMessage message, string text, JsonElement blocks, JsonElement? metadata)
    {
        lock (workspace.Gate)
        {
            var edited = message with
            {
                Text = text,
                Blocks = blocks,
                Metadata = metadata,
                Versions = message.Versions.Add(new(workspace.Time.GetUtcNow(), text, blocks)),
            };
            _messages[_messages.FindIndex(candidate => candidate.ChannelId == message.ChannelId && candidate.Ts == message.Ts)] = edited;
            workspace.Changes.Raise();
            return edited;
        }
    }

    public void Delete(SlackMessage message)
    {
        lock (workspace.Gate)
        {
            _messages.RemoveAll(candidate => candidate.ChannelId == message.ChannelId && candidate.Ts == message.Ts);
            workspace.Changes.Raise();
        }
    }
}
