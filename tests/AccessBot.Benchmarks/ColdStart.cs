using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AccessBot.Sandbox.Bot;

namespace AccessBot.Benchmarks;

/// <summary>One start of a process until it says that it is ready, and what that took.</summary>
/// <param name="Ready">From its being launched to the first 200 of <c>/healthz/ready</c>.</param>
/// <param name="Processor">The time that it had processors for, until then.</param>
/// <param name="Memory">What was resident then, in MiB.</param>
internal sealed record ColdStart(TimeSpan Ready, TimeSpan Processor, double Memory)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Sent by hand: an HTTP client's exceptions would cost the same two cores more than all that is measured waits for.
    private static readonly byte[] Question = "GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    /// <summary>Starts it, and has it end when it was ready.</summary>
    /// <param name="binary">A .dll.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<ColdStart> OfAsync(string binary, IReadOnlyDictionary<string, string> settings)
    {
        var address = new IPEndPoint(IPAddress.Loopback, LoopbackPort.Free());
        var info = new ProcessStartInfo("dotnet", [binary]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings.Append(new("ASPNETCORE_URLS", $"http://{address}")))
        {
            info.Environment[name] = value;
        }

        var said = new List<string>();
        using var process = new Process { StartInfo = info };
        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
        var launched = TimeProvider.System.GetTimestamp();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (!await IsReadyAsync(address))
            {
                if (process.HasExited || TimeProvider.System.GetElapsedTime(launched) > Patience)
                {
                    throw new InvalidOperationException($"{binary} did not start: {string.Join(Environment.NewLine, said)}");
                }

                await Task.Delay(BetweenLooks, TimeProvider.System);
            }

            var ready = TimeProvider.System.GetElapsedTime(launched);
            process.Refresh();
            return new ColdStart(ready, process.TotalProcessorTime, Benchmarks.Memory.ResidentOf(process.Id));
        }
        finally
        {
            // What it has to finish is no part of this, and the next one wants its database for itself.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        void Note(object sender, DataReceivedEventArgs line)
        {
            lock (said)
            {
                said.Add(line.Data ?? "");
            }
        }
    }

    private static async Task<bool> IsReadyAsync(IPEndPoint address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var asking = new SocketAsyncEventArgs { RemoteEndPoint = address };
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        asking.Completed += (_, _) => connected.SetResult();
        if (socket.ConnectAsync(asking))
        {
            await connected.Task;
        }

        if (asking.SocketError != SocketError.Success)
        {
            return false;
        }

        await socket.SendAsync(Question);
        var answer = new byte[12];
        return await new NetworkStream(socket).ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false) == answer.Length && answer.AsSpan().EndsWith(" 200"u8);
    }
}
