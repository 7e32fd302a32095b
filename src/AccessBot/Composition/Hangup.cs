using System.Runtime.InteropServices;

namespace AccessBot.Composition;

/// <summary>SIGHUP, by which a service is told to read its files again. Where there is none, as on Windows, nobody is told.</summary>
internal static class Hangup
{
    /// <summary>Calls this at each, until disposed.</summary>
    public static IDisposable? On(Action told)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var hadTerminal = HasTerminal();
        return PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            // What is run in a terminal ends with its window, as ever.
            if (hadTerminal && !HasTerminal())
            {
                return;
            }

            context.Cancel = true;
            told();
        });
    }

    private static bool HasTerminal()
    {
        try
        {
            using var terminal = File.OpenHandle("/dev/tty");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
