using System.Globalization;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>What is said to people outside the requests' own messages. Refusals have their sentences in <see cref="Refusals"/>.</summary>
internal static class Sentences
{
    public const string FormTitle = "Ask for access";
    public const string Ask = "Ask";
    public const string Close = "Close";
    public const string AsAdminOfTheRole = "As admin of the role";
    public const string AsMember = "Member";
    public const string AsAdmin = "Admin";
    public const string WhatMembersGet = "Gets the role's apps";
    public const string WhatAdminsDo = "Manages the role's members";
    public const string OtherTargets = "Other";
    public const string UntilOwnEnd = "Until a time of your own";
    public const string HowToWriteALength = "30m, 4h or 1d";
    public const string FormAsksForMore = "What you filled in leads to other questions. Look the form through and send it again.";
    public const string FilledInPart = "Not all of it can be asked for in this way (any more). Look the form through before you send it.";
    public const string FlowNotOffered = "What was asked for then isn't offered to you any more. You may ask for this:";
    public const string TypeToFind = "Type to find one";
    public const string ApprovalOnly = "This asks for an approval and nothing else: no access is given.";
    public const string EndsByHand = "This access has no end of its own: it stays until somebody ends it.";
    public const string IsAnEmergency = "This is an emergency (break-glass)";
    public const string OpenTheForm = "Open the form";
    public const string OpenTheWindow = "Open the window";
    public const string Approve = "Approve";
    public const string ApproveForLess = "Approve for less";
    public const string Deny = "Deny";
    public const string WhoReadsTheMessage = "The requester and the approvers read it.";
    public const string ExtendTitle = "More time";
    public const string Extend = "Extend";
    public const string EndNow = "End access now";
    public const string MarkReviewed = "Mark as reviewed";
    public const string CouldNotTellWhoYouAre =
        "At the moment it can't be told which of these you may ask for. It is looked at when you send the form.";

    public const string NothingSetUp = "There is nothing to ask for yet. An AccessBot admin can set it up in the access rules.";
    public const string NothingForYou =
        "There is nothing that you may ask for. If you need access to something, ask an AccessBot admin to let you in.";

    public static Mrkdwn Loading(string command) =>
        Mrkdwn.Of($"Looking up what you may ask for. If nothing else appears here, close this and type {command} again.");

    public static Mrkdwn LoadingForm { get; } =
        Mrkdwn.Of($"Looking up what you may ask for. If nothing else appears here, close this and click the button again.");

    public static Mrkdwn FormLate { get; } = Mrkdwn.Of($"The form could not be opened in time. This button opens it.");

    public static Mrkdwn Refused(string error) =>
        Mrkdwn.Of($"The form could not be opened: Slack refuses it ({error}). Tell an AccessBot admin, please.");

    public static Mrkdwn ClickAgain { get; } = Mrkdwn.Of($"The window for your decision could not be opened in time. This button opens it.");

    public static Mrkdwn DecisionRefused(string error) =>
        Mrkdwn.Of($"The window for your decision could not be opened: Slack refuses it ({error}). Tell an AccessBot admin, please.");

    public static Mrkdwn ExtendLate { get; } = Mrkdwn.Of($"The window for more time could not be opened in time. This button opens it.");

    public static Mrkdwn ExtendRefused(string error) =>
        Mrkdwn.Of($"The window for more time could not be opened: Slack refuses it ({error}). Tell an AccessBot admin, please.");

    /// <summary>The label of a menu of lengths.</summary>
    public const string HowLong = "For how long";

    public const string HowMuchLonger = "For how much longer";

    public const string AnotherLength = "Or another length";

    /// <summary>Asked before a denial.</summary>
    public static Mrkdwn WhatADenialMeans(Request request) =>
        Mrkdwn.Of($"{request.Requester} does not get {(request.IsApprovalOnly ? "an approval for " : request.IsExtension ? "more time for " : "")}{request.TargetLabel}.");

    /// <summary>Asked before access is ended.</summary>
    public static Mrkdwn WhatAnEndMeans(Request request) => Mrkdwn.Of($"{request.TargetLabel} is taken from {request.Requester} at once.");

    /// <summary>At the top of the window for more time.</summary>
    public static Mrkdwn WhatIsExtended(Request granted, bool asksPeople) => Mrkdwn.Of(
        $"*{granted.TargetLabel}* ends {granted.EndsAt!.Value}. {(asksPeople ? "Its approvers are asked for more time. If they don't approve it by then, it ends as planned." : "It is extended at once, from that time on.")}");

    public static Mrkdwn Linked(LinkedPair pair) => Mrkdwn.Of(
        $"{Mrkdwn.User(pair.InSlack.Id)} ({pair.InSlack.Name}) is now OneLogin user {Text(pair.InOneLogin.Id)}: {(pair.InOneLogin.Name.Length > 0 ? pair.InOneLogin.Name : "without a name")}, {pair.InOneLogin.Email ?? "without an address"}.{Before(pair)}{Inactive(pair)}");

    public static Mrkdwn Unlinked(Person person) => Mrkdwn.Of(
        $"{Mrkdwn.User(person.SlackUser)} is not linked to OneLogin user {Text(person.OneLoginUser)} any more. When they next ask, they are found by their address again; what they hold ends as planned.");

    private static Mrkdwn Before(LinkedPair pair) => pair.Before is { } before
        ? Mrkdwn.Of($" Before they were OneLogin user {Text(before)}; what that one holds ends as planned.")
        : Mrkdwn.Empty;

    private static Mrkdwn Inactive(LinkedPair pair) => pair.InOneLogin.Trouble is { } trouble ? Mrkdwn.Of($" That account can't be used now: {trouble}.") : Mrkdwn.Empty;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static Mrkdwn TriedAgain { get; } =
        Mrkdwn.Of($"This could not be done yet, because something that it needs does not answer. It is tried again by itself; there is no need to do it twice.");

    public static Mrkdwn Counted(int have, int need) =>
        Mrkdwn.Of($"Your approval counts: {have} of {need}. It waits for somebody else's.");

    /// <summary>What a click came to, where nothing else shows it.</summary>
    public static Mrkdwn Done(Request request) => Mrkdwn.Of(
        $"*{Heading(request)}*: {request.TargetLabel} for {request.Requester}. The request's own messages show how it goes on.");

    public static Mrkdwn NotAsked(IEnumerable<Refusal> why) => Mrkdwn.Of(
        $"*Not requested.* What you asked for could not be passed on:\n{Mrkdwn.Join($"\n", why.Select(refusal => Mrkdwn.Of($"• {refusal.Sentence}")))}");

    public static Mrkdwn No(Refusal refusal) => Mrkdwn.Of($"{refusal.Sentence}");

    /// <summary>Why a click on a request changes nothing. What is about a field of the form is meant for the requester, and who clicked is not.</summary>
    public static Mrkdwn NotDone(Refusal refusal) => refusal.Field is null
        ? No(refusal)
        : Mrkdwn.Of($"The rules don't allow this request (any more). To its requester they say: {refusal.Sentence}");

    /// <summary>Below the box that makes it one.</summary>
    public static string WhatAnEmergencyMeans(BreakGlass emergency) =>
        $"You get it at once, without approvers, for at most {DurationText.InWords(emergency.DurationAtMost)}. Approvers and AccessBot's operators are told, and somebody else reviews it afterwards. Write in the reason what the emergency is.";

    public static string ReasonHint(ReasonRule rule) => rule.MinLength switch
    {
        <= 1 => "The approvers read it.",
        var least => $"At least {least} characters. The approvers read it.",
    };

    /// <summary>A request's state in a word or two, which stands in bold at the top of its messages.</summary>
    public static string Heading(Request request) => request switch
    {
        { BreakGlass: true } => $"Break-glass: {State(request)}",
        { IsExtension: true } => $"{MoreTime}: {State(request)}",
        _ => State(request),
    };

    /// <summary>Stands before a request for more time where others stand beside it, so that it is not taken for one for new access.</summary>
    public static Mrkdwn MoreTimeMark(Request request) => request.IsExtension ? Mrkdwn.Of($"*{MoreTime}*: ") : Mrkdwn.Empty;

    private const string MoreTime = "More time";

    private static string State(Request request) => request.State switch
    {
        RequestState.Approved when !request.IsClosed => "Approved, being granted",
        RequestState.Revoking when request.End == EndKind.Failed => "Not granted, being cleaned up",
        RequestState.Revoking when request.OverdueAsOf is not null => $"Revoking — still active, overdue{OverdueBy(request, " by ")}",
        RequestState.Revoking => "Being removed",
        var state => state.ToString(),
    };

    /// <summary>
    /// How much at least: what has once lasted for more than so long goes on to, so that the words don't become false while
    /// the row, and with it the message, stays as it is. Nothing below a minute.
    /// </summary>
    public static string OverdueBy(Request request, string before)
    {
        var late = request.OverdueAsOf - request.DueEnd ?? TimeSpan.Zero;
        var whole = late < TimeSpan.FromDays(1) ? TimeSpan.FromMinutes(Math.Floor(late.TotalMinutes)) : TimeSpan.FromHours(Math.Floor(late.TotalHours));
        return whole > TimeSpan.Zero ? $"{before}more than {DurationText.InWords(whole)}" : "";
    }

    /// <summary>Slack's code for a message that can't be delivered, in words.</summary>
    public static string Undeliverable(string problem) => problem switch
    {
        "channel_not_found" => "the channel does not exist or AccessBot is not in it",
        "not_in_channel" => "AccessBot is not in it",
        "is_archived" => "it is archived",
        "messages_tab_disabled" => "direct messages from AccessBot are switched off",
        "user_disabled" or "user_not_found" => "the Slack account is closed",
        Notice.NotTaken => "Slack has not taken it for three days",
        var code => code,
    };
}
