using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>The buttons under a request. Each but <see cref="OpenForm"/> and <see cref="OpenFormAbout"/> carries the request's id and nothing else: the rest comes from the row.</summary>
internal static class Buttons
{
    public const string Approve = "approve";
    public const string ApproveForLess = "less";
    public const string Deny = "deny";
    public const string Cancel = "cancel";
    public const string Revoke = "revoke";
    public const string Reviewed = "reviewed";
    public const string Extend = "extend";
    public const string Again = "again";

    /// <summary>Opens the form; its value is what would stand behind the slash command.</summary>
    public const string OpenForm = "ask";

    /// <summary>Opens the form; its value is the beginning of the reason.</summary>
    public const string OpenFormAbout = "ask.about";

    public static bool Knows(string actionId) => actionId is Approve or ApproveForLess or Deny or Cancel or Revoke or Reviewed or Extend or Again or OpenForm or OpenFormAbout;

    public static Button ToApprove(Request request) => new(Approve, "Approve") { Value = request.Id.ToString(), Style = ButtonStyle.Primary };

    public static Button ToApproveForLess(Request request) => new(ApproveForLess, "Approve for less…") { Value = request.Id.ToString() };

    /// <param name="request">The request.</param>
    /// <param name="asksWhy">Whether it opens a window that asks why, instead of asking whether it is meant.</param>
    public static Button ToDeny(Request request, bool asksWhy = false) => new(Deny, asksWhy ? "Deny…" : "Deny")
    {
        Value = request.Id.ToString(),
        Style = ButtonStyle.Danger,
        Confirm = asksWhy ? null : Sure(
            "Deny this request?",
            Sentences.WhatADenialMeans(request),
            "Deny"),
    };

    public static Button ToCancel(Request request) => new(Cancel, "Cancel request") { Value = request.Id.ToString() };

    /// <param name="request">The request.</param>
    /// <param name="label">What the button says.</param>
    public static Button ToRevoke(Request request, PlainText label) => new(Revoke, label)
    {
        Value = request.Id.ToString(),
        Style = ButtonStyle.Danger,
        Confirm = Sure("End this access now?", Sentences.WhatAnEndMeans(request), "End it"),
    };

    /// <summary>Opens the window that asks for how much longer.</summary>
    public static Button ToExtend(RequestId request) => new(Extend, "Extend…") { Value = request.ToString() };

    /// <summary>Opens the form with what was asked for then.</summary>
    public static Button ToAskAgain(RequestId request) => new(Again, "Ask again…") { Value = request.ToString() };

    /// <param name="words">What would stand behind the slash command; empty for an empty form.</param>
    /// <param name="label">What the button says.</param>
    public static Button ToAsk(string words, string label = Sentences.OpenTheForm) => new(OpenForm, label) { Value = words.Length == 0 ? null : SlackText.Cut(words, Limits.ButtonValue) };

    /// <summary>The button that does the same again as what somebody did too late for the window that it opens.</summary>
    public static Button Repeat(Interaction deed, string label = Sentences.OpenTheForm) => deed switch
    {
        BlockActionRequest click => new(click.ActionId, label) { Value = click.Value is { } value ? SlackText.Cut(value, Limits.ButtonValue) : null },
        ShortcutRequest { Message: { } about } => new(OpenFormAbout, label) { Value = SlackText.Cut(MessageReason.Of(about), Limits.ButtonValue) },
        SlashCommand command => ToAsk(command.Text, label),
        _ => ToAsk("", label),
    };

    /// <summary>Opens the form with this flow picked. It carries the flow's key, and the form offers it only to those who may ask.</summary>
    public static Button ToAskFor(Flow flow) => new(OpenForm, "Request") { Value = flow.Key };

    public static Button ToMarkReviewed(Request request) => new(Reviewed, Sentences.MarkReviewed) { Value = request.Id.ToString() };

    private static Confirm Sure(PlainText title, Mrkdwn text, PlainText yes) => new(title, text, yes, "Not now") { Style = ButtonStyle.Danger };
}
