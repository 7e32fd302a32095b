using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Peers;

/// <summary>
/// One of the programs in this folder, which are others' work, run by Node: what it hears it says in lines of JSON. <c>tests/run</c> installs
/// what they need.
/// </summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    /// <summary>What Slack's libraries need (their package.json).</summary>
    private const int LeastNode = 20;

    /// <summary>How long anything may take that a program does, on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<string?> Lack = new(FindLack);

    private readonly Process process;
    private readonly Channel<JsonElement> heard = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> said = [];

    private NodeProgram(Process process) => this.process = process;

    private static string Folder => Repository.File("tests/AccessBot.Tests/Peers");

    /// <summary>Starts a program and waits until it has heard something first, which it says when it is ready.</summary>
    /// <param name="script">The file, within this folder.</param>
    /// <param name="given">What it is given, as JSON.</param>
    /// <param name="first">What it says first.</param>
    public static async Task<NodeProgram> StartAsync(string script, object given, string first = "ready")
    {
        Assert.SkipWhen(Lack.Value is not null, Lack.Value ?? "");
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), $"npm ci --prefix {Folder} installs what the programs of others need; tests/run does that.");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PEER"] = JsonSerializer.Serialize(given, JsonSerializerOptions.Web);
        var program = new NodeProgram(Process.Start(start)!);
        program.process.OutputDataReceived += (_, line) => program.Hear(line.Data);
        program.process.ErrorDataReceived += (_, line) => program.Note(line.Data);
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        await program.HearsAsync(first);
        return program;
    }

    /// <summary>Waits for the next thing that it hears, which must be this.</summary>
    public async Task<JsonElement> HearsAsync(string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var next = await heard.Reader.ReadAsync(limit.Token);
            Assert.True(next.GetProperty("heard").GetString() == what, $"It was to hear '{what}', and heard {next.GetRawText()}. {Said}");
            return next;
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"The program has not heard '{what}'. {Said}", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Said
    {
        get
        {
            lock (said)
            {
                return $"It said: {string.Join(" | ", said)}";
            }
        }
    }

    /// <summary>Why the programs can't be run here; null if they can.</summary>
    private static string? FindLack()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            var version = node.StandardOutput.ReadToEnd().Trim();
            return int.TryParse(version.TrimStart('v').Split('.')[0], out var major) && major >= LeastNode ? null : $"Node is {version}, and Slack's libraries need {LeastNode} or later.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Node is not installed.";
        }
    }

    private void Hear(string? line)
    {
        Note(line);
        if (line is null)
        {
            heard.Writer.TryComplete();
        }
        else if (line.StartsWith('{'))
        {
            heard.Writer.TryWrite(JsonSerializer.Deserialize<JsonElement>(line));
        }
    }

    private void Note(string? line)
    {
        lock (said)
        {
            if (line is not null)
            {
                said.Add(line);
            }
        }
    }
}
