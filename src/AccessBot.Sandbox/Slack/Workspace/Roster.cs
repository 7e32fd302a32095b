namespace AccessBot.Sandbox.Slack;

// Callers hold the gate.
internal sealed class Roster
{
    public OrderedDictionary<string, SlackPerson> People { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, SlackChannel> Channels { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, SlackUserGroup> Groups { get; } = new(StringComparer.Ordinal);

    public SlackChannel? DirectMessageOf(string personId) =>
        Channels.Values.FirstOrDefault(channel => channel.IsDirectMessage && channel.Members.Contains(personId));
}
