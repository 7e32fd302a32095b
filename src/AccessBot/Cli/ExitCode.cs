using AccessBot.Composition;

namespace AccessBot.Cli;

/// <summary>What the process leaves behind. Scripts depend on them.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something failed, or is left.</summary>
    public const int Left = 1;

    /// <summary>The command or the settings are wrong, and nothing was done.</summary>
    public const int BadInput = Start.Refused;

    /// <summary>It served, and Slack won't have it any more: see <see cref="Start.RefusedBySlack"/>.</summary>
    public const int RefusedBySlack = Start.RefusedBySlack;

    /// <summary>All of them, as the help and the manual say them.</summary>
    public static IReadOnlyDictionary<int, string> Meanings { get; } = new SortedDictionary<int, string>
    {
        [Done] = "Done; or it served, and was told to end.",
        [Left] = "Something failed, or is left, or is not as it should be.",
        [BadInput] = "The command or the settings are wrong, and nothing was done.",
        [RefusedBySlack] = "It served, and Slack refused its app token or has Socket Mode turned off.",
    };
}
