namespace AccessBot.Setup;

/// <summary>How AccessBot is started with what was written. Pure.</summary>
internal static class WaysToStart
{
    /// <param name="settings">The file of settings.</param>
    /// <param name="program">How the program is called.</param>
    public static IReadOnlyList<(string What, string Command)> Of(string settings, string program) =>
    [
        ("Here, with the settings as environment variables:", $"set -a; . {Quoted(settings)}; set +a; ASPNETCORE_URLS=http://127.0.0.1:8080 {program}"),
        ("Under systemd, with the unit in deploy/systemd: have setup write to /etc/accessbot, then let the service's user read that:", $"sudo chgrp -R accessbot {Quoted(Folder(settings))} && sudo chmod -R g+rX {Quoted(Folder(settings))} && sudo systemctl enable --now accessbot"),
        ("As a container: its user, 1654, has to be able to read the folder:", $"docker run --env-file {Quoted(settings)} -v {Quoted(Folder(settings))}:{Quoted(Folder(settings))} accessbot"),
    ];

    private static string Folder(string settings) => Path.GetDirectoryName(settings)!;

    private static string Quoted(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
