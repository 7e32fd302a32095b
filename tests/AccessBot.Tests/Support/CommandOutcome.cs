using System.Diagnostics;
using AccessBot.Cli;

namespace AccessBot.Tests.Support;

/// <summary>What a command of the real binary left behind.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote for a reader or a program.</param>
/// <param name="Errors">What it wrote beside that.</param>
internal sealed record CommandOutcome(int Code, string Output, string Errors)
{
    /// <summary>Its lines, without those that are empty.</summary>
    public IReadOnlyList<string> Lines => Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs it to its end, with an input that is empty.</summary>
    public static Task<CommandOutcome> OfAsync(string binary, IEnumerable<string> args, IReadOnlyDictionary<string, string> environment, TimeSpan limit) =>
        OfProgramAsync("dotnet", [binary, .. args], environment, limit);

    /// <summary>The same of any program.</summary>
    public static async Task<CommandOutcome> OfProgramAsync(string program, IEnumerable<string> args, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It did not end. It wrote: {await output}{await errors}");
        }

        return new CommandOutcome(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs it in this process: what it answers is the same, and takes no start of a process.</summary>
    public static async Task<CommandOutcome> InProcessAsync(string[] args, TimeSpan limit)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var terminal = new Terminal(TextReader.Null, TextWriter.Synchronized(output), TextWriter.Synchronized(errors), IsPiped: true);
        var code = await CommandLine.RunAsync(args, _ => throw new InvalidOperationException("A command does not serve."), terminal)
            .WaitAsync(limit, TimeProvider.System);
        return new CommandOutcome(code, output.ToString(), errors.ToString());
    }

    public override string ToString() => $"exit code {Code}{Environment.NewLine}{Output}{Environment.NewLine}{Errors}";
}
