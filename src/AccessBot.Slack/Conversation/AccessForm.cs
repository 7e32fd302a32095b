using AccessBot.Core.Rules;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Draws the form. Pure: the flows that it offers and the one that is picked.</summary>
internal static class AccessForm
{
    public const string CallbackId = "access";

    /// <param name="offered">What the menu of flows shows; not empty.</param>
    /// <param name="picked">The flow whose questions are asked; one of those offered.</param>
    /// <param name="certain">Whether the person may ask for all of these, as far as is known; else the form says that it isn't.</param>
    public static ModalView Render(IReadOnlyList<Flow> offered, Flow picked, bool certain) =>
        new(CallbackId, Sentences.FormTitle, [.. Blocks(offered, picked, certain)], submit: Sentences.Ask)
        {
            PrivateMetadata = certain ? OfferedFlows.Write(offered) : "",
        };

    /// <summary>The same window with a sentence instead of a form.</summary>
    public static ModalView Say(TextObject sentence) =>
        new(CallbackId, Sentences.FormTitle, [new SectionBlock(sentence)], close: Sentences.Close);

    private static IEnumerable<Block> Blocks(IReadOnlyList<Flow> offered, Flow picked, bool certain)
    {
        var flows = FormMenus.Flows(offered);
        yield return new InputBlock(
            FormBlocks.Flow, "Access", FormMenus.Menu(FormMenus.Flow, flows, flows.FirstOrDefault(option => Is(option, picked.Key))))
        {
            DispatchAction = true,
        };

        if (!certain)
        {
            yield return Small(Sentences.CouldNotTellWhoYouAre);
        }

        if (!string.IsNullOrWhiteSpace(picked.Description))
        {
            yield return new SectionBlock(new PlainText(picked.Description));
        }

        var targets = FormMenus.Targets(picked);
        yield return new InputBlock(
            FormBlocks.Target(picked.Key), "Role", FormMenus.Menu(FormMenus.Target, targets, targets.Count == 1 ? targets[0] : null));

        if (picked.AutoRevoke)
        {
            var durations = FormMenus.Durations(picked);
            yield return new InputBlock(
                FormBlocks.Duration(picked.Key), "For how long", FormMenus.Menu(FormMenus.Duration, durations, durations[0]));
        }
        else
        {
            yield return Small(Sentences.EndsByHand);
        }

        yield return new InputBlock(
            FormBlocks.Reason, "Reason", new PlainTextInput("reason") { Multiline = true, MaxLength = AccessRules.LongestText })
        {
            Hint = Sentences.ReasonHint(picked.Reason),
            Optional = !picked.Reason.Required,
        };

        foreach (var field in picked.Fields)
        {
            yield return new InputBlock(
                FormBlocks.Field(field.Name),
                field.Label,
                new PlainTextInput("field") { InitialValue = field.Default, MaxLength = AccessRules.LongestText })
            {
                Hint = field.Pattern is { } pattern ? new PlainText($"Matches {pattern}") : null,
                Optional = !field.Required,
            };
        }
    }

    private static ContextBlock Small(string sentence) => new([new PlainText(sentence)]);

    private static bool Is(Option option, string key) => string.Equals(option.Value, key, StringComparison.Ordinal);
}
