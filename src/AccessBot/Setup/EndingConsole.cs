using Spectre.Console;
using Spectre.Console.Rendering;

namespace AccessBot.Setup;

/// <summary>A console at which Ctrl-D ends the input, as at any shell; Spectre.Console takes it for nothing.</summary>
internal sealed class EndingConsole(IAnsiConsole console) : IAnsiConsole
{
    public Profile Profile => console.Profile;

    public IAnsiConsoleCursor Cursor => console.Cursor;

    public IAnsiConsoleInput Input { get; } = new EndingInput(console.Input);

    public IExclusivityMode ExclusivityMode => console.ExclusivityMode;

    public RenderPipeline Pipeline => console.Pipeline;

    public void Clear(bool home) => console.Clear(home);

    public void Write(IRenderable renderable) => console.Write(renderable);

    public void WriteAnsi(Action<AnsiWriter> action) => console.WriteAnsi(action);

    private sealed class EndingInput(IAnsiConsoleInput input) : IAnsiConsoleInput
    {
        private const char EndOfTransmission = '\u0004';

        public bool IsKeyAvailable() => input.IsKeyAvailable();

        public ConsoleKeyInfo? ReadKey(bool intercept) => Heard(input.ReadKey(intercept));

        public async Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) => Heard(await input.ReadKeyAsync(intercept, cancellationToken));

        private static ConsoleKeyInfo? Heard(ConsoleKeyInfo? key) => key switch
        {
            { KeyChar: EndOfTransmission } or { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } => throw new InputEndedException(),
            _ => key,
        };
    }
}
