using System.Diagnostics;

namespace AccessBot.Sandbox.Bot;

/// <summary>Finds AccessBot in the source tree that the sandbox was built in, and has it built there, so that it is as its source is.</summary>
internal static class AccessBotBinary
{
    private const string Project = "src/AccessBot";

    /// <returns>Its path; null when there is none and none could be built, which was then said.</returns>
    public static async Task<string?> FindAsync(Action<string> say, CancellationToken cancellationToken)
    {
        // bin/CONFIGURATION/FRAMEWORK of this project, which the other one has likewise.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = Ancestors(output).FirstOrDefault(d => Directory.Exists(Path.Combine(d.FullName, Project)));
        if (root is null || output.Parent is not { } configuration)
        {
            say("There is no AccessBot beside this sandbox; name its executable with --accessbot PATH.");
            return null;
        }

        // Always: it is quick when nothing changed, and an outdated AccessBot would show what its source no longer says.
        say("Building AccessBot…");
        using var build = Process.Start("dotnet", ["build", Path.Combine(root.FullName, Project), "-c", configuration.Name, "-v", "q", "-nologo"]);
        await build.WaitForExitAsync(cancellationToken);
        if (build.ExitCode != 0)
        {
            say("AccessBot could not be built.");
            return null;
        }

        return Path.Combine(root.FullName, Project, "bin", configuration.Name, output.Name, "accessbot.dll");
    }

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            yield return folder;
        }
    }
}
