using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>The window that asks for how much longer somebody needs their access. It carries the grant's id and nothing else. Pure.</summary>
internal static class ExtendForm
{
    public const string CallbackId = "extend";

    public static ModalView Render(ExtendOffer offer) => new(
        CallbackId, Sentences.ExtendTitle, [.. Blocks(offer)], submit: offer.AsksPeople ? Sentences.Ask : Sentences.Extend)
    {
        PrivateMetadata = offer.Granted.Id.ToString(),
    };

    /// <summary>The same window with a sentence instead.</summary>
    public static ModalView Say(Mrkdwn sentence) => new(CallbackId, Sentences.ExtendTitle, [new SectionBlock(sentence)], close: Sentences.Close);

    /// <summary>How much more, none for what is no length; and why, null if that wasn't asked.</summary>
    public static (TimeSpan More, string? Reason) Read(ViewPayload view) => (
        FormReading.Duration(view.Values.GetValueOrDefault(Refusals.MoreTime, "")),
        view.InputBlocks.Contains(FormBlocks.Reason, StringComparer.Ordinal) ? view.Values.GetValueOrDefault(FormBlocks.Reason, "") : null);

    /// <summary>The block that shows what is wrong; null if it is about nothing in this window.</summary>
    public static string? BlockOf(Refusal refusal, ViewPayload view) => view.InputBlocks.FirstOrDefault(block => block == refusal.Field);

    private static IEnumerable<Block> Blocks(ExtendOffer offer)
    {
        yield return new SectionBlock(Sentences.WhatIsExtended(offer.Granted, offer.AsksPeople));
        var options = offer.Further.SkipLast(1).Take(Limits.Options - 1).Append(offer.Further[^1])
            .Select(more => new Option(DurationText.InWords(more), FormReading.Value(more))).ToList();
        yield return new InputBlock(Refusals.MoreTime, Sentences.HowMuchLonger, new StaticSelect("more", options) { InitialOption = options[0] })
        {
            Hint = $"At most {DurationText.InWords(offer.Flow.LongestInAll)} in all.",
        };
        if (offer.AsksPeople)
        {
            yield return new InputBlock(FormBlocks.Reason, "Reason", new PlainTextInput("reason") { Multiline = true, MaxLength = AccessRules.LongestText })
            {
                Hint = Sentences.ReasonHint(offer.Flow.Reason),
                Optional = !offer.Flow.Reason.Required,
            };
        }
    }
}
