using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace AccessBot.Jobs;

/// <summary>Hangfire's log, as one of ours.</summary>
/// <remarks>Hangfire has one for the process, and asks it for more loggers when the application that it came with has gone: at a stop, by threads that end late.</remarks>
internal sealed class HangfireLog(ILoggerFactory loggers) : ILogProvider
{
    private readonly AspNetCoreLogProvider provider = new(loggers);

    public ILog GetLogger(string name)
    {
        try
        {
            return provider.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    private sealed class Silence : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
