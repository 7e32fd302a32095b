using System.Collections.Immutable;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

internal sealed class Transcript(SlackWorkspace workspace)
{
    private readonly List<SlackMessage> _messages = [];

    // Thousands of messages may be updated at once, and each is named by these two.
    private readonly Dictionary<(string ChannelId, string Ts), int> _places = [];

    public ImmutableList<SlackMessage> In(string channelId)
    {
        lock (workspace.Gate)
        {
            return [.. _messages.Where(message => message.ChannelId == channelId && message.EphemeralTo is null && (message.ThreadTs is null || message.IsBroadcast))];
        }
    }

    public ImmutableList<SlackMessage> Beneath(string channelId, string ts)
    {
        lock (workspace.Gate)
        {
            return [.. _messages.Where(message => message.ChannelId == channelId && message.EphemeralTo is null && message.ThreadTs == ts)];
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
            return _places.TryGetValue((channelId, ts), out var place) ? _messages[place] : null;
        }
    }

    public SlackMessage Post(SlackMessage draft)
    {
        lock (workspace.Gate)
        {
            var message = draft with { Versions = [new(workspace.Time.GetUtcNow(), draft.Text, draft.Blocks)] };
            _places.Add((message.ChannelId, message.Ts), _messages.Count);
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
            _messages[_places[(message.ChannelId, message.Ts)]] = edited;
            workspace.Changes.Raise();
            return edited;
        }
    }

    public void Delete(SlackMessage message)
    {
        lock (workspace.Gate)
        {
            if (_places.Remove((message.ChannelId, message.Ts), out var place))
            {
                _messages.RemoveAt(place);
                for (var i = place; i < _messages.Count; i++)
                {
                    _places[(_messages[i].ChannelId, _messages[i].Ts)] = i;
                }
            }

            workspace.Changes.Raise();
        }
    }
}
