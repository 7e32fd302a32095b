using System.Text.Json;

namespace AccessBot.Sandbox.Page;

/// <summary>All that the page shows to one person, whole each time: it is small, and there is nothing to get out of step.</summary>
internal sealed record PageState
{
    /// <summary>By the sandbox's clock, from which the page counts down.</summary>
    public required DateTimeOffset Now { get; init; }

    public required string Me { get; init; }

    public required string Bot { get; init; }

    public required IReadOnlyList<Person> People { get; init; }

    /// <summary>What mentions in messages stand for, by id.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    public required IReadOnlyList<Conversation> Conversations { get; init; }

    public required IReadOnlyList<Shortcut> Shortcuts { get; init; }

    public required Modal? Front { get; init; }

    /// <summary>The Home tab that AccessBot has published for this person; null if it has published none.</summary>
    public required Home? AppHome { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    public required IReadOnlyList<Call> Calls { get; init; }

    public required TroubleKind OneLoginTrouble { get; init; }

    public required TroubleKind SlackTrouble { get; init; }

    public required Process? BotProcess { get; init; }

    /// <param name="LatestDirect">The newest direct message to this person, so that the page can mark the unread.</param>
    /// <param name="LatestOnly">The newest ephemeral message to them, likewise.</param>
    internal sealed record Person(string Id, string Name, string Part, string? LatestDirect, string? LatestOnly);

    /// <param name="Id">A channel's id; empty for a direct message that nobody has begun.</param>
    internal sealed record Conversation(string Id, string Name, bool IsDirect, IReadOnlyList<Message> Messages);

    /// <param name="Channel">The conversation.</param>
    /// <param name="Ts">Its id there.</param>
    /// <param name="User">Who wrote it.</param>
    /// <param name="Text">Its text.</param>
    /// <param name="Blocks">Its blocks.</param>
    /// <param name="IsEdited">Whether it was changed.</param>
    /// <param name="OnlyForMe">Whether it is ephemeral.</param>
    /// <param name="IsFromThread">Whether it is an answer in a thread that stands in the channel as well.</param>
    /// <param name="Replies">What was answered beneath it.</param>
    internal sealed record Message(
        string Channel, string Ts, string User, string Text, JsonElement Blocks, bool IsEdited, bool OnlyForMe, bool IsFromThread, IReadOnlyList<Message> Replies);

    internal sealed record Shortcut(string Id, string Name, bool IsOnMessages);

    internal sealed record Modal(string Id, string Hash, JsonElement View, IReadOnlyList<Field> Fields, IReadOnlyDictionary<string, string> Errors);

    internal sealed record Home(string Id, string Hash, JsonElement View);

    internal sealed record Field(string Block, string Action, JsonElement State);

    internal sealed record Role(long Id, string Name, IReadOnlyList<Holder> Holders);

    /// <param name="Until">When it ends, as told in Slack; null for what nobody said an end of.</param>
    internal sealed record Holder(long Id, string Name, string Privilege, string Source, DateTimeOffset Since, DateTimeOffset? Until);

    /// <param name="Effect">What the call changed, in words; empty when nothing.</param>
    internal sealed record Call(int Number, DateTimeOffset At, string Method, string Path, int? Status, string Effect);

    internal sealed record Process(string State, string Sentence);
}
