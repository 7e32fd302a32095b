using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace AccessBot.Sandbox.Bot;

/// <summary>AccessBot as a child process: a real one, so that killing it is a real kill.</summary>
internal sealed class AccessBotProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan _startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(150);

    private readonly SemaphoreSlim _oneAtATime = new(1);

    // The child and the state go together: a child that answers that it is ready while it is killed is not running.
    private readonly Lock _turn = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string _binary;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Action<string> _say;
    private readonly TimeProvider _time;
    private readonly Uri _url;
    private Process? _process;
    private int _id;

    /// <param name="binary">An executable, or a .dll for <c>dotnet</c>.</param>
    /// <param name="settings">Environment variables on top of the sandbox's own.</param>
    /// <param name="say">Takes each line that the child writes, and what the sandbox has to say about it.</param>
    /// <param name="time">Runs the limits.</param>
    public AccessBotProcess(string binary, IReadOnlyDictionary<string, string> settings, Action<string> say, TimeProvider time)
    {
        _binary = binary;
        _settings = settings;
        _say = say;
        _time = time;
        _url = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
    }

    /// <summary>Called whenever <see cref="State"/> changed.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>The same over all restarts, as Slack knows only one.</summary>
    public Uri EventsUrl => new(_url, "slack/events");

    /// <summary>Where admins look at its jobs, if its settings let anybody sign in.</summary>
    public Uri JobsUrl => new(_url, "jobs");

    public BotState State { get; private set; }

    /// <summary>The state in words for the person before the page.</summary>
    public string Sentence { get; private set; } = "AccessBot is not started.";

    /// <summary>The child's process id, or that of the last one.</summary>
    public int ProcessId => _id;

    /// <summary>What the child that ended last left behind; null before one has ended.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Starts the child and waits until it is ready. Does nothing while it runs.</summary>
    /// <returns>Whether it is ready.</returns>
    public async Task<bool> StartAsync(CancellationToken cancellationToken = default)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (State is not BotState.Ready)
            {
                if (Launch() is { } process)
                    await BecomeReadyAsync(process, cancellationToken);
            }

            return State is BotState.Ready;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Kills the child outright, so that it can finish nothing.</summary>
    public Task KillAsync() => EndAsync("AccessBot was killed.", Kill);

    /// <summary>Asks the child to end, and kills it when it does not.</summary>
    public Task StopAsync() => EndAsync("AccessBot was stopped.", process =>
    {
        if (OperatingSystem.IsWindows() || SendSignal(process.Id, Terminate) != 0)
        {
            Kill(process);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _oneAtATime.Dispose();
    }

    private Process? Launch()
    {
        var start = _binary.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new ProcessStartInfo("dotnet", [_binary])
            : new ProcessStartInfo(_binary);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        // Its lines are for people here, though it writes to a pipe.
        start.Environment["Logging__Console__FormatterName"] = "simple";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["ASPNETCORE_URLS"] = _url.AbsoluteUri;
        if (_settings.ContainsKey("Dashboard__ClientId") && !_settings.ContainsKey("Dashboard__Url"))
        {
            start.Environment["Dashboard__Url"] = _url.AbsoluteUri;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Echo(line.Data);
        process.ErrorDataReceived += (_, line) => Echo(line.Data);
        process.Exited += (_, _) => OnExited(process);
        Become(BotState.Starting, "AccessBot is starting…", of: null, then: process);
        try
        {
            process.Start();
            _id = process.Id;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception exception)
        {
            Become(BotState.Ended, $"AccessBot can't be started from {_binary}: {exception.Message}", process, then: null);
            process.Dispose();
            return null;
        }
    }

    private async Task BecomeReadyAsync(Process process, CancellationToken cancellationToken)
    {
        var deadline = _time.GetUtcNow() + _startLimit;
        while (State is BotState.Starting)
        {
            if (await IsReadyAsync(cancellationToken) && Become(BotState.Ready, $"AccessBot is running (process {_id}).", process, process))
                return;

            if (_time.GetUtcNow() > deadline)
            {
                await EndAsync($"AccessBot was not ready within {_startLimit.TotalSeconds:0} seconds and was ended; its last lines say why.", Kill);
                return;
            }

            await Task.Delay(_betweenLooks, _time, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(_url, "healthz/ready"), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task EndAsync(string sentence, Action<Process> end)
    {
        // Said before it is so, so that the child's end is not taken for an accident.
        var process = _process;
        if (process is null || !Become(BotState.Stopped, sentence, process, then: null))
            return;

        using (process)
        {
            try
            {
                end(process);
                using var patience = new CancellationTokenSource(_stopLimit, _time);
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Kill(process);
            }
            catch (InvalidOperationException)
            {
                // It had ended by itself.
            }

            await process.WaitForExitAsync();
            ExitCode = process.ExitCode;
        }
    }

    private void OnExited(Process process)
    {
        lock (_turn)
        {
            if (_process != process)
                return;

            _process = null;
        }

        // Its last lines are read to the end before it is said that they say why.
        process.WaitForExit();
        ExitCode = process.ExitCode;
        Become(BotState.Ended, $"AccessBot ended by itself with exit code {process.ExitCode}; its last lines say why.", of: null, then: null);
    }

    /// <summary>Goes over to another state if the child is still this one.</summary>
    /// <returns>Whether it was.</returns>
    private bool Become(BotState state, string sentence, Process? of, Process? then)
    {
        lock (_turn)
        {
            if (_process != of)
                return false;

            (_process, State, Sentence) = (then, state, sentence);
        }

        _say(sentence);
        Changed();
        return true;
    }

    private void Echo(string? line)
    {
        if (line is not null)
        {
            _say("  | " + line);
        }
    }

    private static void Kill(Process process) => process.Kill(entireProcessTree: true);

    // .NET can kill a process but not ask it to end.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
