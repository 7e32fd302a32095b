using AccessBot.Core.Requests;

namespace AccessBot.Core.Alarms;

/// <summary>That messages don't reach people: one for each place, or for what Slack refuses AccessBot. Pure.</summary>
public static class DeliveryAlarm
{
    /// <summary>Who raises it: the first part of its causes; the second is what is in the way.</summary>
    public const string Source = "delivery";

    /// <summary>The cause of what was given up after days.</summary>
    public const string GivenUpCause = $"{Source}/given-up";

    /// <summary>That Slack refuses whatever AccessBot says, until somebody mends the app.</summary>
    /// <param name="error">Slack's code.</param>
    /// <param name="now">The time.</param>
    public static Alarm Refused(string error, DateTimeOffset now) => new(
        $"{Source}/{error}", $"Slack refuses AccessBot's messages with {error}",
        ["Requests, grants and ends go on; nobody is told of them. What is to be said waits, for three days."], now)
    {
        Advice = "Reinstall the Slack app, or correct Slack:BotToken; accessbot check --online says what is wrong. Everything is said by itself then.",
    };

    /// <summary>What there is to tell of a message that can't be delivered; null if others are told of it who can help.</summary>
    /// <param name="request">The row, after that was written down.</param>
    /// <param name="notice">The message.</param>
    /// <param name="problem">Why not.</param>
    /// <param name="wasLast">Whether the rules name nobody else who could be asked.</param>
    /// <param name="now">The time.</param>
    public static Alarm? Of(Request request, Notice notice, string problem, bool wasLast, DateTimeOffset now) => notice switch
    {
        _ when problem == Notice.NotTaken => GivenUp(request, now),

        // With a further step its approvers decide, and the requester is told.
        { IsForApprovers: true } => wasLast ? Unannounced(request, notice, problem, now) : null,
        { Kind: NoticeKind.Requester } when !request.Notices.Any(IsReadByApprovers) => Untold(request, notice, problem, now),
        _ => null,
    };

    private static Alarm GivenUp(Request request, DateTimeOffset now) => new(
        GivenUpCause, "Messages were given up that Slack has not taken for three days",
        [$"One is of {InWords(request)}; the audit trail has each, as NoticeFailed."], now)
    {
        Advice = "The requests themselves went on. What changes from now on is said again, if Slack takes it.",
    };

    private static Alarm Unannounced(Request request, Notice notice, string problem, DateTimeOffset now) => new(
        $"{Source}/{notice.Address}", $"Requests can't be announced at {notice.Address}",
        [
            $"{(notice.Kind == NoticeKind.Webhook ? "It says" : "Slack says")}: {problem}.",
            request.State == RequestState.Lapsed
                ? $"Nobody could be asked, and {InWords(request)} was closed."
                : $"There is no further step, so {InWords(request)} is announced here. Tell its approvers.",
        ], now)
    {
        Advice = "Invite AccessBot to the channel, or correct notify in the access rules. It is said once a day.",
    };

    private static Alarm Untold(Request request, Notice notice, string problem, DateTimeOffset now) => new(
        $"{Source}/{notice.Address}", $"The requester {notice.Address} can't be sent direct messages",
        [$"It is about {InWords(request)}. Slack says: {problem}.", "There is no message in which approvers would see that, either."], now)
    {
        Advice = "Tell them what becomes of it. It is said once a day.",
    };

    private static bool IsReadByApprovers(Notice notice) => notice is { IsForApprovers: true, Kind: not NoticeKind.Webhook, Problem: null };

    private static string InWords(Request request) => $"request {request.Id} of {request.FlowLabel} by {request.RequesterName}";
}
