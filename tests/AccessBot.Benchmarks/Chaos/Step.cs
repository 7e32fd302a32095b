namespace AccessBot.Benchmarks.Chaos;

/// <summary>One thing that a plan has happen, and when, counted from the start. Requests are numbered in the order in which they are asked for.</summary>
internal abstract record Step(TimeSpan At)
{
    /// <summary>Somebody types the command and sends the form off.</summary>
    internal sealed record Ask(TimeSpan At, int Nth, int Person, int Target, int Seconds) : Step(At);

    /// <summary>Somebody clicks a button of a request's message, as soon as it is there: an approver in the channel, who asked in the direct message.</summary>
    internal sealed record Click(TimeSpan At, int Nth, string Button, string Who) : Step(At);

    /// <summary>Who holds what a request gave clicks <em>Extend…</em> in the direct message, as soon as it is there, and asks for so many seconds more: a request of its own.</summary>
    internal sealed record Extend(TimeSpan At, int Nth, int Of, int Person, int Seconds) : Step(At);

    /// <summary>An administrator puts somebody into a role in OneLogin's own pages, or takes them out.</summary>
    internal sealed record ByHand(TimeSpan At, bool Adds, int Person, int Target) : Step(At);

    /// <summary>What an administrator does to somebody's OneLogin account.</summary>
    internal sealed record Account(TimeSpan At, int Person, AccountChange Change) : Step(At);

    /// <summary>OneLogin fails in this way for a while, and no more than for so many calls.</summary>
    internal sealed record OneLoginFails(TimeSpan At, OneLoginTrouble Trouble, string? Method, TimeSpan Lasts, int? Times) : Step(At);

    /// <summary>What is written through OneLogin's API is seen by its readers so much later, for a while.</summary>
    internal sealed record OneLoginShowsLate(TimeSpan At, TimeSpan By, TimeSpan Lasts) : Step(At);

    /// <summary>Slack fails in this way for a while, and no more than for so many calls.</summary>
    internal sealed record SlackFails(TimeSpan At, SlackTrouble Trouble, TimeSpan Lasts, int? Times) : Step(At);

    /// <summary>Every connection to the database is cut.</summary>
    internal sealed record CutConnections(TimeSpan At) : Step(At);

    /// <summary>The database crashes and is started again so much later.</summary>
    internal sealed record CrashDatabase(TimeSpan At, TimeSpan Lasts) : Step(At);

    /// <summary>
    /// A process, or all of them (null), is killed (SIGKILL) or asked to end (SIGTERM), and started again so much later. One alone waits for another to be
    /// ready, for up to <see cref="Troubles.LongestPutOff"/>: on a slow machine there would be none for most of the time otherwise.
    /// </summary>
    internal sealed record EndProcess(TimeSpan At, int? Node, bool Kill, TimeSpan Away) : Step(At);

    /// <summary>A credential is replaced by a new one in the store, and the old one is refused from then on.</summary>
    internal sealed record Rotate(TimeSpan At, Credential Credential) : Step(At);
}
