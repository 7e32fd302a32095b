using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>What receivers of nudges have in common.</summary>
internal static class JobQueueExtensions
{
    /// <summary>A nudge may come a little early; one that comes earlier than this is of a time that is not due any more.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(5);

    /// <summary>Whether a nudge came before its time. If it was a little before, another is sent for that.</summary>
    public static bool IsEarly(this IJobQueue queue, Errand errand, RequestId request, DateTimeOffset due, DateTimeOffset now)
    {
        if (due > now && due - now <= Early)
        {
            queue.NudgeAt(errand, request, due);
        }

        return due > now;
    }
}
