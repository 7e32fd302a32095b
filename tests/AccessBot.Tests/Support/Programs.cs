namespace AccessBot.Tests.Support;

/// <summary>Programs of others that may be on this machine, and scripts of the tests' own.</summary>
internal static class Programs
{
    public static bool Has(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));

    /// <summary>Writes a shell script that anybody may run.</summary>
    public static string Script(string path, string text)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        OpenToAll(path);
        return path;
    }

    /// <summary>Lets everybody read and run, or enter, what only its owner may write.</summary>
    public static void OpenToAll(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }
}
