using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Home;

/// <summary>Requests and flows as App Home has them, each in one or two blocks. Pure.</summary>
internal static class HomeParts
{
    private const int Longest = 700;
    private const int LongestReason = 300;

    /// <summary>What somebody holds, with what they can do about it.</summary>
    public static IEnumerable<Block> Held(Request request, Flow? flow)
    {
        yield return new SectionBlock(Mrkdwn.Of($"{Name(request)}\n{Standing(request)}").Fit(Longest));
        if (RequesterMessage.Offer(request, flow).ToArray() is { Length: > 0 } offer)
        {
            yield return new ActionsBlock(offer) { BlockId = $"held:{request.Id}" };
        }
    }

    /// <summary>What somebody has asked for and waits for.</summary>
    public static Block Open(Request request) => new SectionBlock(Mrkdwn.Of(
        $"{Name(request)}\n{Sentences.Heading(request)}. {RequestStatus.Of(request)}{Place(request)}").Fit(Longest))
    {
        BlockId = $"open:{request.Id}",
        Accessory = request.State == RequestState.Requested ? Buttons.ToCancel(request) : null,
    };

    /// <summary>What waits for somebody's decision.</summary>
    public static IEnumerable<Block> Waiting(Request request, Flow? flow)
    {
        var reason = string.IsNullOrWhiteSpace(request.Reason) ? Mrkdwn.Empty : Mrkdwn.Of($"\n{Mrkdwn.Quote(request.Reason).Fit(LongestReason)}");
        yield return new SectionBlock(Mrkdwn.Of(
            $"{Sentences.MoreTimeMark(request)}{RequestCard.Ask(request).Fit(Longest)}{reason}\nAsked for {request.RequestedAt}. {RequestStatus.Of(request)}{Place(request)}").Fit(Longest + LongestReason + Longest));
        if (ApproversMessage.Offer(request, asksWhy: flow is { DecisionMessage: not DecisionMessage.Off }).ToArray() is { Length: > 0 } offer)
        {
            yield return new ActionsBlock(offer) { BlockId = $"waiting:{request.Id}" };
        }
    }

    /// <summary>What has ended.</summary>
    public static Block Ended(Request request) => new SectionBlock(Mrkdwn.Of(
        $"{Name(request)}\n{Sentences.Heading(request)}. {RequestStatus.Of(request)}").Fit(Longest))
    {
        BlockId = $"ended:{request.Id}",
        Accessory = request.IsExtension ? null : Buttons.ToAskAgain(request.Id),
    };

    /// <summary>What can be asked for.</summary>
    public static Block Offer(Flow flow) => new SectionBlock(Mrkdwn.Of(
        $"*{flow.Label}*{(string.IsNullOrWhiteSpace(flow.Description) ? Mrkdwn.Empty : Mrkdwn.Of($"\n{flow.Description}"))}").Fit(Longest))
    {
        BlockId = $"flow:{flow.Key}",
        Accessory = Buttons.ToAskFor(flow),
    };

    /// <summary>What admins see of everybody.</summary>
    public static IEnumerable<Block> Overseen(Oversight all)
    {
        yield return new HeaderBlock(HomeSentences.Everybody);
        yield return new SectionBlock(HomeSentences.Overseen(all));
        foreach (var request in all.Overdue)
        {
            yield return new SectionBlock(HomeSentences.Overdue(request).Fit(Longest)) { BlockId = $"overdue:{request.Id}", Accessory = Revocable(request) };
        }
    }

    // What is ending already can't be ended once more.
    private static Button? Revocable(Request request) => request.State == RequestState.Granted ? Buttons.ToRevoke(request, "Revoke") : null;

    private static Mrkdwn Name(Request request) => request.IsApprovalOnly
        ? Mrkdwn.Of($"*{request.FlowLabel}*")
        : RequestCard.Name(request);

    private static Mrkdwn Standing(Request request) => request.State == RequestState.Granted
        ? RequestStatus.Of(request)
        : Mrkdwn.Of($"{Sentences.Heading(request)}. {RequestStatus.Of(request)}");

    private static Mrkdwn Place(Request request) => request is { State: RequestState.Requested, Step: >= 0 }
        ? Mrkdwn.Of($" It waits {RequestPlaces.Of(request, request.Step)}.")
        : Mrkdwn.Empty;
}
