namespace AccessBot.Sandbox.Slack;

internal sealed class Triggers(SlackWorkspace workspace)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, Trigger> _triggers = new(StringComparer.Ordinal);

    public string Issue(string personId)
    {
        lock (workspace.Gate)
        {
            var id = workspace.Ids.Secret("13");
            _triggers[id] = new(personId, workspace.Time.GetUtcNow());
            return id;
        }
    }

    /// <summary>The person who caused it; a trigger serves once, within three seconds of its making.</summary>
    public string Exchange(string? id)
    {
        lock (workspace.Gate)
        {
            if (id is null || !_triggers.TryGetValue(id, out var trigger))
            {
                throw new SlackApiException("invalid_trigger_id");
            }

            if (trigger.IsUsed)
            {
                throw new SlackApiException("exchanged_trigger_id");
            }

            if (workspace.Time.GetUtcNow() - trigger.IssuedAt > Life)
            {
                throw new SlackApiException("expired_trigger_id");
            }

            trigger.IsUsed = true;
            return trigger.PersonId;
        }
    }

    private sealed class Trigger(string personId, DateTimeOffset issuedAt)
    {
        public string PersonId { get; } = personId;

        public DateTimeOffset IssuedAt { get; } = issuedAt;

        public bool IsUsed { get; set; }
    }
}
