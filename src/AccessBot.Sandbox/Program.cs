using System.Runtime.InteropServices;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;

var asked = CommandLine.Parse(args);
if (asked.Error is not null || asked.WantsHelp)
{
    await (asked.Error is null ? Console.Out : Console.Error).WriteLineAsync(asked.Error ?? CommandLine.Help);
    return asked.Error is null ? 0 : 2;
}

using var end = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

if ((asked.AccessBot ?? await AccessBotBinary.FindAsync(Console.WriteLine)) is not { } binary)
{
    return 1;
}

using var folder = new AccessBotFolder();
await using var server = await SandboxServer.StartAsync(new SandboxOptions { Port = asked.Port }, TimeProvider.System);
await using var bot = new AccessBotProcess(binary, folder.SettingsFor(server), Console.WriteLine, TimeProvider.System);
server.Attach(bot);
try
{
    await bot.StartAsync(end.Token);
    Console.WriteLine($"The sandbox is at {server.Url} (Ctrl-C ends it)");
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
}
catch (OperationCanceledException)
{
    Console.WriteLine("The sandbox ends.");
}

return 0;

void End(PosixSignalContext context)
{
    context.Cancel = true;
    end.Cancel();
}
