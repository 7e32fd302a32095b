using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Support;

/// <summary>Keeps what is logged, exceptions included.</summary>
internal sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Category, string Text)> _lines = new();

    public IReadOnlyList<(LogLevel Level, string Category, string Text)> Lines => [.. _lines];

    /// <summary>What a healthy program doesn't write.</summary>
    public IEnumerable<string> Complaints => Lines.Where(line => line.Level > LogLevel.Information).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _lines);

    public void Dispose()
    {
        // Nothing to let go of.
    }

    private sealed class Writer(string category, ConcurrentQueue<(LogLevel Level, string Category, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, category, $"{formatter(state, exception)} {exception}".Trim()));
    }
}
