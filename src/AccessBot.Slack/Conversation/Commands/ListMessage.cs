using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>A message with headings, entries with their buttons, and small print, within what Slack takes. Pure.</summary>
internal sealed class ListMessage
{
    /// <summary>So many of the longest entries come to less than the 13 000 characters that a message may have, and to less than 50 blocks.</summary>
    public const int MostEntries = 10;

    private const int LongestEntry = 700;

    private readonly List<Mrkdwn> texts = [];
    private readonly List<Block> blocks = [];

    public ListMessage Say(Mrkdwn text)
    {
        texts.Add(text);
        blocks.Add(new SectionBlock(text));
        return this;
    }

    /// <summary>In small print.</summary>
    public ListMessage Note(Mrkdwn text)
    {
        texts.Add(text);
        blocks.Add(new ContextBlock([text]));
        return this;
    }

    /// <summary>The first of the entries, each with what its reader can do, and how many more there are.</summary>
    public ListMessage Add<T>(IReadOnlyList<T> entries, Func<T, Mrkdwn> text, Func<T, IEnumerable<Button>> offer, Mrkdwn more, int most = MostEntries)
    {
        foreach (var entry in entries.Take(most))
        {
            Say(text(entry).Fit(LongestEntry));
            if (offer(entry).ToList() is { Count: > 0 } buttons)
            {
                blocks.Add(new ActionsBlock([.. buttons]));
            }
        }

        return entries.Count > most ? Note(Mrkdwn.Of($"and {entries.Count - most} more. {more}")) : this;
    }

    public Message Done() => new(Mrkdwn.Join($"\n", texts), [.. blocks]);
}
