using Spectre.Console;
using Spectre.Console.Rendering;
using Spectre.Console.Testing;

namespace AccessBot.Tests.Support;

/// <summary>
/// Somebody at a terminal, who answers what stands on it: each answer waits for its question, and what nobody has an answer for is answered by Enter.
/// The questions are Spectre.Console's own, and so is how keys become answers.
/// </summary>
internal sealed class ScriptedConsole : IAnsiConsole, IAnsiConsoleInput, IDisposable
{
    /// <summary>Nobody answers that many by Enter: the conversation goes round and round.</summary>
    private const int MostEnters = 60;

    private const char EndOfTransmission = '\u0004';

    private readonly TestConsole screen = new();
    private readonly List<(string Question, IReadOnlyList<ConsoleKeyInfo> Keys, Action Before)> script = [];
    private readonly Queue<ConsoleKeyInfo> keys = new();
    private int seen;
    private int enters;

    public ScriptedConsole()
    {
        screen.Profile.Capabilities.Interactive = true;
        screen.Profile.Capabilities.Ansi = true;

        // No line is broken, so that a test finds it whole.
        screen.Profile.Width = 2000;
    }

    /// <summary>All that was shown.</summary>
    public string Output => screen.Output;

    public IReadOnlyList<string> Lines => Output.Split('\n');

    /// <summary>Answers that were not asked for.</summary>
    public IReadOnlyList<string> Unasked => [.. script.Select(answer => answer.Question)];

    public Profile Profile => screen.Profile;

    public IAnsiConsoleCursor Cursor => screen.Cursor;

    public IAnsiConsoleInput Input => this;

    public IExclusivityMode ExclusivityMode => screen.ExclusivityMode;

    public RenderPipeline Pipeline => screen.Pipeline;

    /// <summary>Types a line.</summary>
    /// <param name="question">How it begins.</param>
    /// <param name="text">What is typed.</param>
    public ScriptedConsole Type(string question, string text) => Answer(question, [.. text.Select(Key), Enter]);

    /// <summary>Picks the nth of a list, from 0.</summary>
    public ScriptedConsole Pick(string question, int at) => Answer(question, [Press(ConsoleKey.Home), .. Enumerable.Repeat(Press(ConsoleKey.DownArrow), at), Enter]);

    /// <summary>Marks some of a list, in rising order from 0.</summary>
    public ScriptedConsole Mark(string question, params int[] at) => Answer(
        question,
        [.. at.Prepend(0).Zip(at, (from, to) => Enumerable.Repeat(Press(ConsoleKey.DownArrow), to - from).Append(Key(' '))).SelectMany(steps => steps), Enter]);

    /// <summary>Ends the input.</summary>
    public ScriptedConsole End(string question) => Answer(question, [Key(EndOfTransmission)]);

    /// <summary>Does something else in place of an answer.</summary>
    public ScriptedConsole Instead(string question, Action act)
    {
        script.Add((question, [], act));
        return this;
    }

    /// <summary>Has the other one's answers as well, behind its own.</summary>
    public ScriptedConsole Also(ScriptedConsole other)
    {
        script.AddRange(other.script);
        return this;
    }

    public void Clear(bool home) => screen.Clear(home);

    public void Write(IRenderable renderable) => screen.Write(renderable);

    public void WriteAnsi(Action<AnsiWriter> action) => screen.WriteAnsi(action);

    public bool IsKeyAvailable() => true;

    public ConsoleKeyInfo? ReadKey(bool intercept)
    {
        if (keys.Count == 0)
        {
            Next();
        }

        return keys.Count > 0 ? keys.Dequeue() : null;
    }

    public Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(ReadKey(intercept));
    }

    public void Dispose() => screen.Dispose();

    private static ConsoleKeyInfo Enter => Press(ConsoleKey.Enter);

    private static ConsoleKeyInfo Press(ConsoleKey key) => new('\0', key, shift: false, alt: false, control: false);

    private static ConsoleKeyInfo Key(char c) => new(c, c == ' ' ? ConsoleKey.Spacebar : ConsoleKey.None, shift: false, alt: false, control: false);

    private ScriptedConsole Answer(string question, IReadOnlyList<ConsoleKeyInfo> answer)
    {
        script.Add((question, answer, () => { }));
        return this;
    }

    private void Next()
    {
        // What was asked last stands last; what was shown before is answered.
        var shown = Output[seen..].Split('\n');
        seen = Output.Length;
        var at = shown.Reverse().Select(line => script.FindIndex(answer => line.StartsWith(answer.Question, StringComparison.Ordinal))).FirstOrDefault(found => found >= 0, -1);
        if (at < 0)
        {
            Assert.True(++enters < MostEnters, $"The conversation has no end:\n{Output}");
            keys.Enqueue(Enter);
            return;
        }

        var answer = script[at];
        script.RemoveAt(at);
        answer.Before();
        foreach (var key in answer.Keys)
        {
            keys.Enqueue(key);
        }
    }
}
