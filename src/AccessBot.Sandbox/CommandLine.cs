using System.Globalization;

namespace AccessBot.Sandbox;

/// <summary>What the sandbox was asked for on the command line.</summary>
internal sealed record CommandLine(int Port, string? AccessBot, bool SocketMode, bool WantsHelp, string? Error)
{
    public const string Help =
        """
        A Slack workspace and a OneLogin tenant on this machine, with AccessBot between them and a page to play on.

          dotnet run --project src/AccessBot.Sandbox -- [options]

          --port PORT        where the page listens on 127.0.0.1 (5080; 0 takes any free port)
          --accessbot PATH   the AccessBot to start: an executable or accessbot.dll
                             (the one in this source tree, which is built first)
          --socket-mode      AccessBot connects to Slack, instead of Slack to AccessBot
          --help             this text
        """;

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var read = new CommandLine(Port: 5080, AccessBot: null, SocketMode: false, WantsHelp: false, Error: null);
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    read = read with { WantsHelp = true };
                    break;
                case "--socket-mode":
                    read = read with { SocketMode = true };
                    break;
                case "--port" when ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port):
                    read = read with { Port = port };
                    i++;
                    break;
                case "--port":
                    return read with { Error = "--port needs a number from 0 to 65535." };
                case "--accessbot" when File.Exists(value):
                    read = read with { AccessBot = Path.GetFullPath(value) };
                    i++;
                    break;
                case "--accessbot":
                    return read with { Error = $"--accessbot needs the path of a file; there is none at {value ?? "(nothing)"}." };
                default:
                    return read with { Error = $"There is no option {args[i]}. The options are --port, --accessbot, --socket-mode and --help." };
            }
        }

        return read;
    }
}
