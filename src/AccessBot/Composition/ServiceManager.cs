using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace AccessBot.Composition;

/// <summary>Where a service manager wants to be told that it serves, and that it ends, it is: systemd, with <c>Type=notify</c>.</summary>
/// <remarks>
/// By what the manager set, and not by the parent process, which <c>AddSystemd</c> looks at: with <c>ProtectProc=invisible</c> that can't be
/// seen, and the manager would wait until it gives up.
/// </remarks>
internal static class ServiceManager
{
    public static IServiceCollection TellServiceManager(this IServiceCollection services)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NOTIFY_SOCKET")))
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>().AddSingleton<IHostLifetime, SystemdLifetime>();

            // With levels as the journal has them.
            services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Systemd);
        }

        return services;
    }
}
