using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Home;

/// <summary>What App Home says beside the requests themselves.</summary>
internal static class HomeSentences
{
    public const string YourAccess = "Your access";
    public const string YourRequests = "Your open requests";
    public const string YourDecisions = "Waiting for your decision";
    public const string AskForAccess = "Ask for access";
    public const string Lately = "Ended lately";
    public const string Everybody = "Everybody's access";

    public static Mrkdwn NothingHeld { get; } = Mrkdwn.Of($"You hold no access at the moment. Below is what you can ask for.");

    public static Mrkdwn NotTold { get; } = Mrkdwn.Of($"This can't be told at the moment, because something does not answer. It is looked up again by itself.");

    public static Mrkdwn NothingSetUp { get; } = Mrkdwn.Of($"{Sentences.NothingSetUp}");

    public static Mrkdwn NothingOffered { get; } = Mrkdwn.Of($"{Sentences.NothingForYou}");

    public static Mrkdwn More(int count, string command, string verb) => Mrkdwn.Of($"And {count} more: type {command} {verb}.");

    public static Mrkdwn MoreFlows(int count, string command) => Mrkdwn.Of($"And {count} more: type {command}.");

    public static Mrkdwn Overseen(Oversight all) => Mrkdwn.Of($"Live grants: {all.LiveGrants}. {Overdue(all)}");

    public static Mrkdwn Overdue(Request request) => Mrkdwn.Of(
        $"{request.Requester}, *{request.TargetLabel}*: still active, due to end {(request.DueEnd is { } end ? Mrkdwn.Date(end) : Mrkdwn.Of($"at a time that is not known"))}.{(request.Problem is { } problem ? Mrkdwn.Of($" What went wrong: {problem}") : Mrkdwn.Empty)}");

    private static Mrkdwn Overdue(Oversight all) => all switch
    {
        { OverdueCount: 0 } => Mrkdwn.Of($"Nothing is overdue."),
        { OverdueCount: 1 } => Mrkdwn.Of($"*One is overdue*: it should have ended, and OneLogin has not confirmed that."),
        _ => Mrkdwn.Of($"*{all.OverdueCount} are overdue*: they should have ended, and OneLogin has not confirmed that. The most overdue:"),
    };
}
