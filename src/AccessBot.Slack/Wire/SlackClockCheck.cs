using System.Globalization;
using AccessBot.Core.Alarms;
using AccessBot.Core.Checking;

namespace AccessBot.Slack.Wire;

/// <summary>Whether this machine has the time that Slack has, as far as that shows in the date of an answer.</summary>
internal sealed class SlackClockCheck(ISlackApiClient slack, TimeProvider clock) : IOnlineCheck
{
    // The date of an answer has no fractions.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(1);

    public string Name => "clock: this machine's and Slack's";

    public IReadOnlyList<string> MootBy => [CheckCode.SlackAway, CheckCode.SlackToken];

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        try
        {
            var asked = clock.GetUtcNow();
            var told = (await slack.AuthTestAsync(cancel)).ToldAt;
            return [told is { } at ? Judge(asked, at, clock.GetUtcNow()) : new Checked(Name) { Open = "the answer has no date" }];
        }
        catch (Exception e) when (e is SlackApiException or SlackUnavailableException)
        {
            return [new Checked(Name) { Open = e.Message }];
        }
    }

    /// <summary>It was told somewhere between the question and the answer: only what is outside of that is a difference.</summary>
    private Checked Judge(DateTimeOffset asked, DateTimeOffset told, DateTimeOffset answered)
    {
        var ahead = asked > told + Grain ? asked - told - Grain : answered < told ? answered - told : TimeSpan.Zero;
        return ahead.Duration() <= ClockAlarm.Tolerated ? new Checked(Name) : new Checked(Name, new CheckProblem(
            CheckCode.ClockOff, Environment.MachineName,
            $"AccessBot's clock is {ahead.Duration().TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} Slack's.",
            "Have this machine take its time from NTP. Access ends by it, and from five minutes on nothing that Slack sends over HTTP is believed."));
    }
}
