using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What the requester sees in the direct message with AccessBot. Pure.</summary>
internal static class RequesterMessage
{
    /// <param name="request">The row.</param>
    /// <param name="revocable">Whether the rules let the access be ended early.</param>
    /// <param name="extendable">Whether there may be more time.</param>
    public static Message Render(Request request, bool revocable, bool extendable = false) =>
        RequestCard.Render(request, Mrkdwn.Of($"You"), Notes(request), Offer(request, revocable, extendable));

    /// <summary>What the holder can do now, by the flow as it is now; null if the rules have it no more.</summary>
    public static IEnumerable<Button> Offer(Request request, Flow? flow) => Offer(request, IsRevocable(flow), IsExtendable(request, flow));

    /// <summary>Whether the rules let the access be ended early. Of a flow that is gone they say nothing.</summary>
    public static bool IsRevocable(Flow? flow) => flow is not { AllowRevoke: false };

    /// <summary>Whether the rules let there be more time.</summary>
    public static bool IsExtendable(Request request, Flow? flow) => request.GrantedFor is { } soFar && flow?.Further(soFar) is { Count: > 0 };

    /// <summary>What the holder of live access can do.</summary>
    public static Button[] OfferToHolder(Request granted, bool revocable, bool extendable) =>
        [.. extendable ? [Buttons.ToExtend(granted.Id)] : (Button[])[], .. revocable ? [Buttons.ToRevoke(granted, Sentences.EndNow)] : (Button[])[]];

    private static IEnumerable<Button> Offer(Request request, bool revocable, bool extendable) => request.State switch
    {
        RequestState.Requested => [Buttons.ToCancel(request)],
        RequestState.Granted => OfferToHolder(request, revocable, extendable),
        _ when request.IsExtension => [],
        RequestState.Denied or RequestState.Cancelled or RequestState.Lapsed or RequestState.Expired or RequestState.Revoked or RequestState.Failed => [Buttons.ToAskAgain(request.Id)],
        _ => [],
    };

    private static IEnumerable<Mrkdwn> Notes(Request request)
    {
        switch (request.RoleKept)
        {
            case RoleKept.HeldBefore:
                yield return Mrkdwn.Of($"The role is kept: you had it before.");
                break;
            case RoleKept.OtherGrant:
                yield return Mrkdwn.Of($"The role is kept: another grant still gives it to you.");
                break;
        }

        if (request is { IsExtension: true, State: RequestState.Requested })
        {
            yield return Mrkdwn.Of($"Your access goes on meanwhile, and ends as planned if this isn't approved before.");
        }

        if (request.State == RequestState.Requested)
        {
            yield return request.Step < 0
                ? Mrkdwn.Of($"It can't be told at the moment whom to ask. That is looked up again by itself.")
                : Mrkdwn.Of($"It waits {RequestPlaces.Of(request, request.Step)} since {RequestPlaces.Since(request)}.");
        }

        // All in one: there may be ten steps, and twenty people in one.
        if (request.Notices.Where(notice => notice is { IsForApprovers: true, Problem: not null }).ToList() is { Count: > 0 } lost)
        {
            var said = Mrkdwn.Join($"; ", lost.Select(Lost));
            yield return lost.Exists(notice => notice.Step == request.Step)
                ? Mrkdwn.Of($"The approvers may not see this: {said}. Tell an AccessBot admin.")
                : Mrkdwn.Of($"It moved on because of this: {said}. Tell an AccessBot admin.");
        }
    }

    private static Mrkdwn Lost(Notice lost) => lost.Kind switch
    {
        NoticeKind.Approvers => Mrkdwn.Of($"it could not be posted in {RequestPlaces.Of(lost)}: {Sentences.Undeliverable(lost.Problem!)}"),
        NoticeKind.Webhook => Mrkdwn.Of($"it could not be sent to {RequestPlaces.Of(lost)}: {lost.Problem!}"),
        _ => Mrkdwn.Of($"{RequestPlaces.Of(lost)} could not be written to: {Sentences.Undeliverable(lost.Problem!)}"),
    };
}
