namespace AccessBot.Composition;

/// <summary>
/// Keeps the host's own log line of a start that failed, which is a stack trace, out of the log: <see cref="Start"/> says in
/// sentences what an operator got wrong, and lets through what is a bug. What goes wrong later is logged as ever.
/// </summary>
internal sealed class QuietStart
{
    /// <summary>The category that the host logs in.</summary>
    public const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool isOver;

    public bool LetsThrough(LogLevel level) => level >= LogLevel.Warning && (level < LogLevel.Error || isOver);

    public void End() => isOver = true;
}
