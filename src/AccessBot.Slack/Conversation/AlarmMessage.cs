using AccessBot.Core.Alarms;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What operators see of an alarm: one message that is kept as things are, and a call at each stage. Pure.</summary>
internal static class AlarmMessage
{
    // Together below what Slack takes in one message, see RequestCard.
    private const int MostLines = 12;
    private const int Line = 600;
    private const int Title = 300;
    private const int Advice = 1000;
    private const int Facts = 2900;

    /// <param name="alarm">The row.</param>
    public static Message Render(RaisedAlarm alarm) =>
        OneBelowTheOther([Heading(alarm), Listed(alarm), .. IsOver(alarm) || alarm.Advice is null ? [] : (Mrkdwn[])[ToDo(alarm.Advice)]]);

    /// <summary>Said in the message's thread and in the channel when the alarm has come to a further stage, or there is more of it.</summary>
    /// <param name="alarm">The row.</param>
    public static Message Call(RaisedAlarm alarm) => OneBelowTheOther(
        [Mrkdwn.Of($"*{WhyCalled(alarm)}: {Text(alarm.Title, Title)}*\n{Text(alarm.Lines.FirstOrDefault()?.TrimEnd(':'), Line)}")]);

    private static string WhyCalled(RaisedAlarm alarm) =>
        alarm.IsEvent ? $"There are {alarm.Count} now" : $"Still so after {AlarmStage.InWords(alarm.Stage)}";

    private static Mrkdwn Heading(RaisedAlarm alarm)
    {
        var title = Text(alarm.Title, Title);
        return alarm switch
        {
            { IsEvent: true } => Mrkdwn.Of($"*{title}*\n{alarm.Since}"),
            { ResolvedAt: { } over } => Mrkdwn.Of($"*Over: {title}*\nFrom {alarm.Since} to {over}, {Lasted(over - alarm.Since)}. It was, at last:"),
            _ => Mrkdwn.Of($"*Alarm: {title}*\nSince {alarm.Since}"),
        };
    }

    private static Mrkdwn Listed(RaisedAlarm alarm)
    {
        var left = alarm.Lines.Count - MostLines;
        var lines = alarm.Lines.Take(MostLines).Select(line => Mrkdwn.Of($"• {Text(line, Line)}"));
        return Mrkdwn.Join($"\n", left > 0 ? [.. lines, Mrkdwn.Of($"• and {left} more")] : lines).Fit(Facts);
    }

    private static Mrkdwn ToDo(string advice) => Mrkdwn.Of($"*What to do:* {Text(advice, Advice)}");

    private static bool IsOver(RaisedAlarm alarm) => alarm.ResolvedAt is not null && !alarm.IsEvent;

    private static string Lasted(TimeSpan time) => DurationText.InWords(time < TimeSpan.FromMinutes(1) ? time : TimeSpan.FromMinutes(Math.Floor(time.TotalMinutes)));

    private static Mrkdwn Text(string? text, int most) => Mrkdwn.Of($"{text}").Fit(most);

    // Screen readers and notifications read the text and not the blocks, so it says all of it.
    private static Message OneBelowTheOther(IReadOnlyList<Mrkdwn> texts) =>
        new(Mrkdwn.Join($"\n", texts), [.. texts.Select(Block (text) => new SectionBlock(text))]);
}
