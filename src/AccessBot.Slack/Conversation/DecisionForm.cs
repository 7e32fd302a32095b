using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>
/// The window that asks an approver for how long, or why. It carries the request's id and nothing else. Pure.
/// </summary>
internal static class DecisionForm
{
    private const string Prefix = "decision.";
    private const string Duration = "duration";
    private const string Written = "decision.written";

    public static bool Knows(string callbackId) => VerbOf(callbackId) is Buttons.Approve or Buttons.ApproveForLess or Buttons.Deny;

    /// <summary>The button that opened the window, by which it is known.</summary>
    public static string VerbOf(string callbackId) =>
        callbackId.StartsWith(Prefix, StringComparison.Ordinal) ? callbackId[Prefix.Length..] : "";

    /// <param name="verb">The button.</param>
    /// <param name="request">The row.</param>
    /// <param name="flow">Its flow.</param>
    /// <param name="now">The time: of an end that was picked, so much is left.</param>
    public static ModalView Render(string verb, Request request, Flow flow, DateTimeOffset now) => new(
        Prefix + verb,
        verb switch { Buttons.Deny => Sentences.Deny, Buttons.ApproveForLess => Sentences.ApproveForLess, _ => Sentences.Approve },
        [.. Blocks(verb, request, flow, now)],
        submit: verb is Buttons.Deny ? Sentences.Deny : Sentences.Approve)
    {
        PrivateMetadata = request.Id.ToString(),
    };

    /// <summary>The same window with a sentence instead.</summary>
    public static ModalView Say(string callbackId, Mrkdwn sentence) => new(
        callbackId, VerbOf(callbackId) is Buttons.Deny ? Sentences.Deny : Sentences.Approve, [new SectionBlock(sentence)], close: Sentences.Close);

    /// <summary>What the approver says; a length that can't be read comes out as none at all, which nothing is granted for.</summary>
    public static Terms Read(ViewPayload view)
    {
        var picked = view.Values.GetValueOrDefault(Refusals.DecisionDuration);
        var written = view.Values.GetValueOrDefault(Written)?.Trim();
        TimeSpan? duration = VerbOf(view.CallbackId) is not Buttons.ApproveForLess ? null
            : (picked, written) switch
            {
                ({ } choice, null or "") => FormReading.Duration(choice),
                (null, { Length: > 0 } words) => FormReading.Length(words),
                _ => TimeSpan.Zero,
            };
        return new Terms(duration, view.Values.GetValueOrDefault(Refusals.DecidingMessage));
    }

    /// <summary>The block that shows what is wrong; null if it is about nothing in this window.</summary>
    public static string? BlockOf(Refusal refusal, ViewPayload view) => refusal.Field switch
    {
        Refusals.DecidingMessage => view.InputBlocks.FirstOrDefault(block => block is Refusals.DecidingMessage),
        Refusals.DecisionDuration => view.InputBlocks.LastOrDefault(block => block is Written or Refusals.DecisionDuration),
        _ => null,
    };

    private static IEnumerable<Block> Blocks(string verb, Request request, Flow flow, DateTimeOffset now)
    {
        yield return new SectionBlock(RequestCard.Summarize(request));
        if (verb is Buttons.ApproveForLess)
        {
            var below = flow.Below(request.WishAt(now).Duration ?? TimeSpan.Zero);
            if (below.Count > 0)
            {
                yield return new InputBlock(
                    Refusals.DecisionDuration, Sentences.HowLong, new StaticSelect(Duration, [.. below.Select(length => new Option(DurationText.InWords(length), FormReading.Value(length)))]))
                {
                    Optional = true,
                };
            }

            yield return new InputBlock(
                Written, below.Count > 0 ? Sentences.AnotherLength : Sentences.HowLong, new PlainTextInput("written") { Placeholder = Sentences.HowToWriteALength, MaxLength = 20 })
            {
                Optional = below.Count > 0,
            };
        }

        if (flow.DecisionMessage != DecisionMessage.Off)
        {
            yield return new InputBlock(Refusals.DecidingMessage, "Message", new PlainTextInput("message") { Multiline = true, MaxLength = AccessRules.LongestText })
            {
                Hint = Sentences.WhoReadsTheMessage,
                Optional = flow.DecisionMessage != DecisionMessage.Required,
            };
        }
    }
}
