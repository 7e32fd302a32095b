namespace AccessBot.Sandbox.Slack;

// Who can be where: the rules by which people and the app see conversations.
internal sealed class Reach(SlackWorkspace workspace)
{
    public SlackChannel Channel(SlackPerson person, string channelId)
    {
        lock (workspace.Gate)
        {
            return workspace.Roster.Channels.TryGetValue(channelId, out var channel) && channel.Members.Contains(person.Id)
                ? channel
                : throw new NotPossibleInSlackException($"{person.RealName} is not in {channelId}.");
        }
    }

    /// <summary>The direct message between the app and a person, made on first need.</summary>
    public SlackChannel DirectMessage(string personId)
    {
        lock (workspace.Gate)
        {
            if (workspace.Roster.DirectMessageOf(personId) is { } known)
            {
                return known;
            }

            var made = new SlackChannel(workspace.Ids.Next("D"), "directmessage")
            {
                IsDirectMessage = true,
                IsPrivate = true,
                Members = [personId, workspace.Settings.BotUserId],
            };
            workspace.Add(made);
            return made;
        }
    }

    /// <summary>The conversation between the app and these people, made on first need.</summary>
    public SlackChannel GroupMessage(IReadOnlyCollection<SlackPerson> people)
    {
        lock (workspace.Gate)
        {
            string[] members = [.. people.Select(person => person.Id), workspace.Settings.BotUserId];
            if (workspace.Roster.Channels.Values.FirstOrDefault(channel => channel.IsGroupMessage && members.ToHashSet(StringComparer.Ordinal).SetEquals(channel.Members)) is { } known)
            {
                return known;
            }

            var made = new SlackChannel(workspace.Ids.Next("G"), $"mpdm-{string.Join("--", people.Select(person => person.Name))}--{workspace.Settings.BotName}-1")
            {
                IsGroupMessage = true,
                IsPrivate = true,
                Members = [.. members],
            };
            workspace.Add(made);
            return made;
        }
    }

    public bool IsBotIn(SlackChannel channel) => channel.Members.Contains(workspace.Settings.BotUserId);
}
