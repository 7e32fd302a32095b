using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>What somebody holds and has asked for. Pure.</summary>
internal static class MineMessage
{
    private const int MostHeld = 8;
    private const int MostOpen = 5;

    /// <param name="own">What they have.</param>
    /// <param name="offer">What they can do with it now.</param>
    /// <param name="now">The time, for what is left.</param>
    /// <param name="command">The slash command.</param>
    public static Message Render(OwnRequests own, Func<Request, IEnumerable<Button>> offer, DateTimeOffset now, string command)
    {
        var list = new ListMessage();
        if (own.Held.Count == 0 && own.Open.Count == 0)
        {
            return list.Say(Mrkdwn.Of($"You hold nothing through AccessBot, and nothing of yours waits. Ask for access with *{command}*.")).Done();
        }

        list.Say(own.Held.Count == 0 ? Mrkdwn.Of($"*You hold nothing* through AccessBot.") : Mrkdwn.Of($"*What you hold*"));
        list.Add(own.Held, request => Entry(request, now), offer, Mrkdwn.Of($"What ends first stands first."), MostHeld);
        if (own.Open.Count > 0)
        {
            list.Say(Mrkdwn.Of($"*What you have asked for*"));
            list.Add(own.Open, request => Entry(request, now), offer, Mrkdwn.Of($"The newest stand first."), MostOpen);
        }

        return list.Done();
    }

    private static Mrkdwn Entry(Request request, DateTimeOffset now) => Mrkdwn.Of(
        $"{Sentences.MoreTimeMark(request)}{RequestCard.Name(request)}: {Stand(request, now)}\n`{request.Id.ToString()}`");

    private static Mrkdwn Stand(Request request, DateTimeOffset now) => request switch
    {
        { State: RequestState.Granted, EndsAt: { } end } => Mrkdwn.Of($"active until {end}, {TimeLeft.InWords(end - now)}."),
        { State: RequestState.Granted } => Mrkdwn.Of($"active until somebody ends it by hand."),
        _ => RequestStatus.Of(request),
    };
}
