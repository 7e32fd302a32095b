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
}
