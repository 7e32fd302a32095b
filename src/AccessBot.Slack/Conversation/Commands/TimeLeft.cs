using AccessBot.Core.Rules;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>How long something still lasts, in words. Pure.</summary>
internal static class TimeLeft
{
    /// <summary>In whole minutes, as nobody reads seconds off a list: "1 hour 5 minutes left".</summary>
    public static string InWords(TimeSpan left) =>
        left < TimeSpan.FromSeconds(1) ? "about to end"
        : left < TimeSpan.FromMinutes(1) ? $"{DurationText.InWords(left)} left"
        : $"{DurationText.InWords(TimeSpan.FromMinutes(Math.Floor(left.TotalMinutes)))} left";
}
