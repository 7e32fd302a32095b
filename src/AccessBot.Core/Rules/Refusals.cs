using System.Globalization;
using AccessBot.Core.People;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules;

/// <summary>Every refusal's sentence, in one place. Plain text: names come as they are shown, and escaping is done where it is shown.</summary>
public static class Refusals
{
    private const string AnAdmin = "an AccessBot admin";

    private const string BreakGlassField = "breakGlass";

    // More are no help in a sentence, and don't fit under a field.
    private const int MostListed = 12;

    public static Refusal UnknownFlow() =>
        new(RefusalCode.UnknownFlow, "This kind of access can't be asked for (any more). Open the form again and pick one that it offers.", "flow");

    public static Refusal UnknownTarget(Flow flow) => new(
        RefusalCode.UnknownTarget,
        flow.IsApprovalOnly ? $"{flow.Label} gives no role: it asks for an approval only. Open the form again and ask for that." : $"{flow.Label} doesn't offer this. "
            + (flow.Targets.Count > MostListed || flow.Targets.Any(target => target.Requesters is not null)
                ? "Pick one that the form offers."
                : $"Pick one of: {Listed(flow.Targets.Select(t => t.Label))}."),
        "target");

    public static Refusal TargetNotAllowed(Target target) =>
        new(RefusalCode.TargetNotAllowed, $"You are not among those who may ask for {target.Label}. Pick another one, or ask {AnAdmin} to be let in.", "target");

    public static Refusal PrivilegeMissing() =>
        new(RefusalCode.PrivilegeMissing, "Say whether you need to be a member or an admin of the role: pick one.", "privilege");

    public static Refusal PrivilegeNotAllowed(Target target) => new(
        RefusalCode.PrivilegeNotAllowed,
        $"{target.Label} is given as {(target.Privilege == Privilege.Admin ? "admin" : "member")} of the role only. Open the form again and ask for that.",
        "privilege");

    public static Refusal UnknownField(string name) =>
        new(RefusalCode.UnknownField, $"The form has no field '{name}' (any more). Open the form again and fill it in anew.", $"field.{name}");

    public static Refusal DurationNotAllowed(Flow flow) => new(
        RefusalCode.DurationNotAllowed,
        flow.IsApprovalOnly ? $"{flow.Label} asks for an approval only, which has no end. Ask again without a duration."
            : flow.AutoRevoke ? $"{flow.Label} isn't given for that long. Pick one of: {Listed(flow.Durations.Select(DurationText.InWords))}{(flow.AllowUntil ? ", or an end of your own" : "")}."
            : $"{flow.Label} has no end of its own: it is ended by hand. Ask again without a duration.",
        "duration");

    public static Refusal UntilPassed(DateTimeOffset until) => new(
        RefusalCode.UntilPassed, string.Create(CultureInfo.InvariantCulture, $"The end that was asked for, {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC, is over. Ask again, with a later one."), "until");

    public static Refusal UntilTooLate(Flow flow) => new(
        RefusalCode.UntilTooLate, $"{flow.Label} isn't given for that long: pick an end that is at most {DurationText.InWords(flow.MaxDuration)} from now.", "until");

    public static Refusal ReasonMissing() =>
        new(RefusalCode.ReasonMissing, "Write a reason: the approvers need it to decide.", "reason");

    public static Refusal BreakGlassWithoutReason() =>
        new(RefusalCode.ReasonMissing, "Write what the emergency is: whoever reviews it afterwards needs that.", "reason");

    public static Refusal ReasonTooShort(int least, int have) =>
        new(RefusalCode.ReasonTooShort, $"Write a little more: a reason has at least {Characters(least)}, this one has {have}.", "reason");

    public static Refusal FieldMissing(Field field) =>
        new(RefusalCode.FieldMissing, $"Fill in {field.Label}: the approvers need it to decide.", $"field.{field.Name}");

    public static Refusal FieldMismatch(Field field) => new(RefusalCode.FieldMismatch, $"{field.Label}{field switch
    {
        { Type: FieldType.Int } => " isn't a whole number. Write one in digits, for example 42.",
        { Type: FieldType.Bool } => " isn't answered. Pick Yes or No.",
        { Type: FieldType.Duration } => " isn't a length of time. Write a number and a unit: 30s, 15m, 4h or 1d.",
        { Type: FieldType.User or FieldType.Users } => " doesn't name people of this workspace. Pick them in the form.",
        { PatternMessage: { } message } => $": {message}",
        { Default.Length: > 0 } => $" doesn't have the right form. Write it so that it matches {field.Pattern}, for example {field.Default}.",
        _ => $" doesn't have the right form. Write it so that it matches {field.Pattern}.",
    }}", $"field.{field.Name}");

    public static Refusal FieldNotOffered(Field field) => new(
        RefusalCode.FieldNotOffered,
        $"{field.Label} doesn't offer this (any more). "
            + (field.Choices.Count is 0 or > MostListed ? "Pick what the form offers." : $"Pick from: {Listed(field.Choices.Select(c => c.Label))}."),
        $"field.{field.Name}");

    public static Refusal FieldOutOfRange(Field field) =>
        new(RefusalCode.FieldOutOfRange, $"{field.Label} takes {FieldRange.InWords(field) ?? $"at most {FieldValues.MostValues} values"}. Change it to fit.", $"field.{field.Name}");

    /// <param name="field">The form's field, as in <see cref="Refusal.Field"/>.</param>
    /// <param name="label">Its name for people, to begin the sentence with.</param>
    /// <param name="most">How many characters it may have.</param>
    /// <param name="have">How many it has.</param>
    public static Refusal TextTooLong(string field, string label, int most, int have) =>
        new(RefusalCode.TextTooLong, $"{label} is too long: shorten it from {have} to {Characters(most)} or fewer.", field);

    public static Refusal NotARequester(Flow flow) =>
        new(RefusalCode.NotARequester, $"You are not among those who may ask for {flow.Label}. Pick another flow, or ask {AnAdmin} to be let in.", "flow");

    public static Refusal BreakGlassNotOffered(Flow flow) =>
        new(RefusalCode.BreakGlassNotOffered, $"{flow.Label} has no way to get access without its approvers, not in an emergency either. Ask without it, and call an approver.", BreakGlassField);

    public static Refusal BreakGlassNotAllowed(Flow flow) => new(
        RefusalCode.BreakGlassNotAllowed,
        $"You are not among those who get {flow.Label} without its approvers in an emergency. Ask without it, and call an approver, or have somebody ask who is.",
        BreakGlassField);

    /// <param name="flow">The flow.</param>
    /// <param name="most">How long it may be.</param>
    /// <param name="isUntil">Whether the requester picked an end, and no duration.</param>
    public static Refusal BreakGlassTooLong(Flow flow, TimeSpan most, bool isUntil) => new(
        RefusalCode.BreakGlassTooLong,
        $"In an emergency {flow.Label} is given without its approvers for {DurationText.InWords(most)} at most. Pick a shorter time; whoever needs more asks the approvers meanwhile.",
        isUntil ? "until" : "duration");

    public static Refusal AutoDenied(Flow flow, AutoRule rule) =>
        new(RefusalCode.AutoDenied, $"The rules of {flow.Label} refuse this now: {rule.Because} Ask for something else, ask at another time, or turn to {AnAdmin}.");

    public static Refusal NotAnApprover(Flow flow) =>
        new(RefusalCode.NotAnApprover, $"You are not an approver of {flow.Label}. Leave this one to its approvers.");

    public static Refusal OnCallUnavailable(Flow flow) => new(
        RefusalCode.OnCallUnavailable,
        $"Who is on call can't be told at the moment, and whether you may do this for {flow.Label} depends on it. Try again in a few minutes.");

    public static Refusal RuleFailed(Flow flow) => new(
        RefusalCode.RuleFailed,
        $"A rule of {flow.Label} failed, so it can't be told at the moment whether you may do this; AccessBot's operators were told. Try again in a few minutes, or ask {AnAdmin}.");

    public static Refusal IdentityRuleFailed() => new(
        RefusalCode.RuleFailed,
        $"The rule that says who you are in OneLogin failed, so your account there can't be told at the moment; AccessBot's operators were told. Try again in a few minutes, or ask {AnAdmin}.");

    /// <param name="message">What a rule in C# has to say to whoever clicked.</param>
    public static Refusal RuleIgnores(string message) => new(RefusalCode.RuleIgnores, $"A rule keeps this from counting: {message.TrimEnd('.')}.");

    /// <param name="rule">The rule in C# that denied a request when somebody approved it.</param>
    /// <param name="because">Why: a sentence.</param>
    public static Refusal RuleDenied(string rule, string because) =>
        new(RefusalCode.RuleDenied, $"The rule {rule} denied this request: {because} The requester is told, and can ask again.");

    /// <param name="flow">The flow.</param>
    /// <param name="line">The condition that can't be met.</param>
    /// <param name="have">How many could meet it now.</param>
    public static Refusal NobodyCanApprove(Flow flow, ApproverLine line, int have) => new(
        RefusalCode.NobodyCanApprove,
        $"{flow.Label} needs {(line.Count == 1 ? "an approval" : $"{line.Count} approvals")} by {PrincipalText.InWords(line.AnyOf)}, "
            + (have == 0 ? "and there is nobody now who could give one. " : $"and there are people for only {have} of them. ")
            + $"Ask {AnAdmin} to put that right, or pick another flow.",
        "flow");

    public static Refusal NowhereToAnnounce(Flow flow) => new(
        RefusalCode.NowhereToAnnounce,
        $"There is nobody now to whom a request for {flow.Label} could be brought: {string.Join("; ", flow.Notify.Select(step => NotifyText.InWords(step.Place)))}. "
            + $"Ask {AnAdmin} to put that right, or pick another flow.",
        "flow");

    public static Refusal OwnRequest() =>
        new(RefusalCode.OwnRequest, "This is your own request. Somebody else has to decide on it.");

    public static Refusal Guest() =>
        new(RefusalCode.Guest, "Guests of this workspace can't do this here. Ask a full member to do it, or to make you one.");

    public static Refusal Outsider() =>
        new(RefusalCode.Outsider, "Only members of this workspace can do this. Ask somebody who belongs to it.");

    public static Refusal Bot() =>
        new(RefusalCode.Bot, "Apps and bots can't do this. Use a person's account.");

    public static Refusal Deactivated() =>
        new(RefusalCode.Deactivated, "This Slack account is deactivated. Have it activated first, by a workspace admin.");

    /// <param name="mend">What an admin can type, as in <see cref="IdentitySettings.Mend"/>.</param>
    /// <param name="email">The address that was looked for; null if Slack has none.</param>
    public static Refusal NotLinked(string mend, string? email = null) => new(
        RefusalCode.NotLinked,
        email is null
            ? $"Your Slack profile has no confirmed e-mail address to find your OneLogin account by. Confirm one, or ask {AnAdmin} to type {mend}."
            : $"OneLogin has no account with your Slack e-mail address, {email}. Ask {AnAdmin} to type {mend}.");

    /// <param name="mend">What an admin can type, as in <see cref="IdentitySettings.Mend"/>.</param>
    /// <param name="email">The address that several OneLogin accounts have.</param>
    public static Refusal AmbiguousLink(string mend, string email) =>
        new(RefusalCode.AmbiguousLink, $"OneLogin has more than one account with the address {email}, and AccessBot doesn't guess. Ask {AnAdmin} to type {mend}.");

    /// <param name="mend">What an admin can type, as in <see cref="IdentitySettings.Mend"/>.</param>
    public static Refusal LinkTaken(string mend) =>
        new(RefusalCode.LinkTaken, $"The OneLogin account that would be yours already belongs to another Slack user. Admins are told; they can type {mend}.");

    /// <param name="mend">What an admin can type, as in <see cref="IdentitySettings.Mend"/>.</param>
    public static Refusal AddressMoved(string mend) =>
        new(RefusalCode.AddressMoved, $"Your Slack address was changed to that of another OneLogin account than yours. Admins are told; if it is yours now, they type {mend} replace.");

    public static Refusal NotAnAdminToLink() =>
        new(RefusalCode.NotAnAdmin, "Only AccessBot admins may say who is who in OneLogin. Ask one of them.");

    public static Refusal NotAnAdminToOversee() =>
        new(RefusalCode.NotAnAdmin, "Only AccessBot admins may see what others hold. Ask one of them; what you hold yourself is in your App Home.");

    /// <param name="who">What somebody in Slack was called.</param>
    public static Refusal NobodyInSlack(string who) =>
        new(RefusalCode.NobodyInSlack, $"Slack has no member '{who}'. Mention them with @, or give their Slack id (U…) or the address of their profile.");

    /// <param name="who">What somebody in OneLogin was called.</param>
    public static Refusal NobodyInOneLogin(string who) =>
        new(RefusalCode.NobodyInOneLogin, $"OneLogin has no user, or more than one, for '{who}'. Give the user's id: it is the number in the address of their page in OneLogin.");

    /// <param name="who">What the Slack user is called.</param>
    /// <param name="user">The OneLogin user whom they are linked to.</param>
    public static Refusal AlreadyLinked(string who, string user) =>
        new(RefusalCode.AlreadyLinked, $"{who} is linked to {user} already. To replace that, type the same again with the word replace at its end.");

    /// <param name="user">The OneLogin user.</param>
    /// <param name="other">The Slack user whom they are linked to.</param>
    public static Refusal LinkedToAnother(string user, string other) =>
        new(RefusalCode.LinkedToAnother, $"{user} is linked to the Slack user {other}. Nobody is two people here: unlink that one first, if it is wrong.");

    /// <param name="who">What the Slack user is called.</param>
    public static Refusal NothingToUnlink(string who) =>
        new(RefusalCode.NothingToUnlink, $"{who} is not linked to any OneLogin user. There is nothing to undo.");

    /// <param name="trouble">What keeps the account from being used, in words: "suspended".</param>
    /// <param name="admins">Whom to turn to; null for the admins in general.</param>
    public static Refusal DirectoryUserInactive(string trouble, string? admins = null) =>
        new(RefusalCode.DirectoryUserInactive, $"The requester's OneLogin account can't be used: {trouble}. Ask {admins ?? AnAdmin} to put it right, then try again.");

    /// <param name="trouble">What keeps their own account from being used, in words: "suspended".</param>
    public static Refusal OwnAccountInactive(string trouble) =>
        new(RefusalCode.DirectoryUserInactive, $"Your OneLogin account can't be used: {trouble}. Have it put right in OneLogin, then sign in again.");

    public static Refusal OwnAccountUnknown() => new(
        RefusalCode.NobodyInOneLogin,
        "OneLogin signed you in by an address that it has no account for, or several. Have the address of your account put right there, then sign in again.");

    /// <param name="mend">What an admin can type, as in <see cref="IdentitySettings.Mend"/>.</param>
    public static Refusal OwnAccountNotLinked(string mend) =>
        new(RefusalCode.NotLinked, $"It can't be told who you are in Slack: nobody there has the e-mail address of your OneLogin account. Ask {AnAdmin} to type {mend}.");

    /// <param name="mend">What an admin can type, as in <see cref="IdentitySettings.Mend"/>.</param>
    public static Refusal OwnAccountOfAnother(string mend) =>
        new(RefusalCode.LinkedToAnother, $"Who has your address in Slack is linked to another OneLogin account than yours. If that is wrong, ask {AnAdmin} to type {mend} replace.");

    public static Refusal UnknownRequest() =>
        new(RefusalCode.UnknownRequest, "There is no such request. Open its latest message and try from there.");

    /// <param name="state">What the request is now.</param>
    /// <param name="by">Who decided, as shown to people; null if nobody in particular.</param>
    public static Refusal AlreadyDecided(RequestState state, string? by = null)
    {
        var what = state switch
        {
            RequestState.Denied => "denied",
            RequestState.Cancelled => "withdrawn",
            RequestState.Lapsed => "closed, because nobody decided in time",
            _ => "approved",
        };
        return new(RefusalCode.AlreadyDecided, $"This request was already {what}{(by is null ? "" : $" by {by}")}. There is nothing left to decide.");
    }

    public static Refusal AlreadyVoted() =>
        new(RefusalCode.AlreadyVoted, "You have approved this already, and each person counts once. There is nothing more for you to do.");

    public static Refusal AlreadyEnded() =>
        new(RefusalCode.AlreadyEnded, "This access has ended already. There is nothing left to do.");

    public static Refusal NothingToEnd() =>
        new(RefusalCode.NothingToEnd, "This was an approval only: it gave no access, so there is nothing to end.");

    public static Refusal AlreadyEnding() =>
        new(RefusalCode.AlreadyEnding, "This access is being taken away already. Wait for the message that says it is done.");

    /// <param name="what">The target's label.</param>
    public static Refusal AlreadyGranted(string what) =>
        new(RefusalCode.AlreadyGranted, $"{what} is given already. To have it end sooner, revoke it.");

    public static Refusal NotGrantedYet() =>
        new(RefusalCode.NotGrantedYet, "Nothing has been granted yet, so there is nothing to end. To stop the request, deny it or withdraw it.");

    /// <summary>The field of <see cref="NotLess"/>: not the request's own.</summary>
    public const string DecisionDuration = "decision.duration";

    /// <summary>The field of <see cref="DecisionMessageMissing"/>.</summary>
    public const string DecidingMessage = "decision.message";

    /// <param name="asked">What was asked for; null if it ends by hand only.</param>
    public static Refusal NotLess(TimeSpan? asked) => new(
        RefusalCode.NotLess,
        asked is { } all
            ? $"That isn't less than what was asked for, {DurationText.InWords(all)} or what is left of it. Give a shorter time such as 15m, or approve it as it is."
            : "This access ends by hand only, so it has no time to shorten. Approve it as it is, or deny it.",
        DecisionDuration);

    public static Refusal NoDecisionDuration() =>
        new(RefusalCode.NotLess, "Pick for how long you approve it, or write it as a number and a unit, such as 45m: one of the two.", DecisionDuration);

    public static Refusal DecisionMessageMissing() =>
        new(RefusalCode.DecisionMessageMissing, "Write why you decide so: the rules ask for it, and the requester reads it.", DecidingMessage);

    public static Refusal NothingToReview() =>
        new(RefusalCode.NothingToReview, "This was no break-glass access, so there is nothing to review.");

    /// <param name="by">Who reviewed it, as shown to people.</param>
    public static Refusal AlreadyReviewed(string? by) =>
        new(RefusalCode.AlreadyReviewed, $"This was already marked as reviewed{(by is null ? "" : $" by {by}")}. There is nothing left to do.");

    public static Refusal OwnBreakGlass() =>
        new(RefusalCode.OwnRequest, "This was your own emergency. Somebody else has to review it.");

    /// <param name="flow">The flow; null if the rules have it no more.</param>
    public static Refusal NotAReviewer(Flow? flow) => new(
        RefusalCode.NotAnApprover,
        flow is null ? "The rules have this kind of access no more, so only an AccessBot admin can review it. Ask one." : $"You are not an approver of {flow.Label}. Leave the review to its approvers.");

    public static Refusal Lapsed() =>
        new(RefusalCode.Lapsed, "This request was closed, because nobody decided in time. The requester has to ask again.");

    public static Refusal NotYourRequest() =>
        new(RefusalCode.NotYourRequest, "This is somebody else's request. Ask its requester, its approvers or an AccessBot admin to do it.");

    public static Refusal RevokeNotAllowed() =>
        new(RefusalCode.RevokeNotAllowed, $"The rules don't let this access be ended early. Ask {AnAdmin}, who can.");

    /// <summary>The field of <see cref="TooMuchMore"/> and <see cref="NotMore"/>: not the request's own.</summary>
    public const string MoreTime = "extend.more";

    public static Refusal NotYourAccess() =>
        new(RefusalCode.NotYourRequest, "This is somebody else's access. Only its holder can extend it.");

    public static Refusal NothingToExtend() =>
        new(RefusalCode.NothingToExtend, "This has no end that could be moved. There is nothing to extend.");

    public static Refusal TooLateToExtend() =>
        new(RefusalCode.TooLateToExtend, "This access is ending already, so it is too late to extend it. Ask for it again.");

    public static Refusal EndedBeforeExtended() =>
        new(RefusalCode.AlreadyEnded, "This access has ended, so it can't be extended. It has to be asked for again.");

    public static Refusal ExtendNotAllowed(Flow flow) =>
        new(RefusalCode.ExtendNotAllowed, $"{flow.Label} can't be extended. Ask again for what you still need.");

    public static Refusal FlowGone() =>
        new(RefusalCode.ExtendNotAllowed, $"The rules have this kind of access no more, so it can't be extended. Ask {AnAdmin} what to ask for instead.");

    public static Refusal NoMoreTime(Flow flow) =>
        new(RefusalCode.TooMuchMore, $"This access lasts as long as {flow.Label} may: {DurationText.InWords(flow.LongestInAll)} in all. Ask again for what you still need.");

    public static Refusal TooMuchMore(Flow flow) =>
        new(RefusalCode.TooMuchMore, $"With that, it would last longer than {flow.Label} may: {DurationText.InWords(flow.LongestInAll)} in all. Pick less.", MoreTime);

    public static Refusal NotMore() =>
        new(RefusalCode.TooMuchMore, "Pick for how much longer you need it.", MoreTime);

    public static Refusal MoreTimeIsWhole() =>
        new(RefusalCode.NotLess, "More time is approved as it was asked for, or denied.");

    public static Refusal ExtensionLessened() =>
        new(RefusalCode.RuleDenied, "A rule leaves no more of this than there is already, so it can't be extended. Ask again for what you still need.");

    public static Refusal LinkedElsewhere() =>
        new(RefusalCode.NotLinked, "An admin has linked the holder to another OneLogin user meanwhile, so this access can't be extended. Ask again.");

    /// <param name="what">The target's label.</param>
    public static Refusal TargetChanged(string what) =>
        new(RefusalCode.TargetChanged, $"The access rules changed what {what} is. Ask again.");

    /// <param name="what">The target's label.</param>
    public static Refusal AlreadyAskedForMore(string what) =>
        new(RefusalCode.AlreadyAskedForMore, $"More time for {what} is asked for already, and waits for a decision. Withdraw that request first, or wait.");

    /// <param name="what">The target's label.</param>
    public static Refusal AlreadyAsked(string what) =>
        new(RefusalCode.AlreadyAsked, $"You have already asked for {what}, and it waits for a decision. Withdraw that request first, or wait.", "target");

    public static Refusal AskedAgainSince(string what) =>
        new(RefusalCode.AlreadyAsked, $"You asked for {what} again after you sent this form, and the later request counts in its place.", "target");

    public static Refusal NotAnAdmin() =>
        new(RefusalCode.NotAnAdmin, "Only AccessBot admins may end other people's access like this. Ask one of them; your own access ends by the button in its message.");

    /// <param name="name">What somebody was called.</param>
    public static Refusal UnknownPerson(string name) => new(
        RefusalCode.UnknownPerson,
        $"Nobody who is called '{name}' has ever asked for access here. Give an e-mail address, a Slack id (U…) or a OneLogin id.");

    /// <param name="name">What somebody was called.</param>
    /// <param name="candidates">Who it could be, by their ids.</param>
    public static Refusal AmbiguousPerson(string name, string candidates) =>
        new(RefusalCode.AmbiguousPerson, $"Who '{name}' is isn't clear: {candidates}. AccessBot doesn't guess; give one of these ids.");

    /// <param name="what">The kind of thing: "role".</param>
    /// <param name="name">What it was called.</param>
    /// <param name="known">The names that there are.</param>
    public static Refusal NothingByThatName(string what, string name, string known) =>
        new(RefusalCode.NothingByThatName, $"There is no {what} '{name}'. Give one of: {known}.");

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);

    private static string Characters(int count) => count == 1 ? "1 character" : $"{count} characters";
}
