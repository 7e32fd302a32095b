using System.Diagnostics;

namespace AccessBot.Benchmarks;

/// <summary>What a process holds.</summary>
internal static class Memory
{
    /// <summary>What of it is in memory, in MiB; the program's own pages, which processes of it share, included.</summary>
    public static double ResidentOf(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64 / 1048576.0;
    }
}
