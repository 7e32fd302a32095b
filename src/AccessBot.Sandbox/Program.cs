using System.Runtime.InteropServices;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using Microsoft.AspNetCore.Connections;

var asked = CommandLine.Parse(args);
if (asked.Error is not null || asked.WantsHelp)
{
    await (asked.Error is null ? Console.Out : Console.Error).WriteLineAsync(asked.Error ?? CommandLine.Help);
    return asked.Error is null ? 0 : 2;
}

using var end = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    if ((asked.AccessBot ?? await AccessBotBinary.FindAsync(Console.WriteLine, end.Token)) is not { } binary)
    {
        return 1;
    }

    using var folder = new AccessBotFolder();
    await using var server = await SandboxServer.StartAsync(new SandboxOptions { Port = asked.Port }, TimeProvider.System, end.Token);
    server.Slack.Reconfigure(settings => settings with { SocketMode = asked.SocketMode });
    await using var bot = new AccessBotProcess(binary, folder.SettingsWithDashboardFor(server), Console.WriteLine, TimeProvider.System);
    server.Attach(bot);
    await bot.StartAsync(end.Token);
    Console.WriteLine($"AccessBot's jobs are at {bot.JobsUrl}, for {Cast.Ada.Name}, its admin");
    Console.WriteLine($"The sandbox is at {server.Url} (Ctrl-C ends it)");
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
}
catch (OperationCanceledException)
{
    Console.WriteLine("The sandbox has ended.");
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"Port {asked.Port} is taken; name another with --port.");
    return 1;
}

return 0;

void End(PosixSignalContext context)
{
    context.Cancel = true;
    end.Cancel();
}
