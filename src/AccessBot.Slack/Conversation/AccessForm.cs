using AccessBot.Core.Rules;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Draws the form. Pure: the flows that it offers, the one that is picked, and what is filled in so far.</summary>
internal static class AccessForm
{
    public const string CallbackId = "access";

    /// <param name="offered">What the menu of flows shows; not empty.</param>
    /// <param name="picked">The flow whose questions are asked; one of those offered.</param>
    /// <param name="certain">Whether the person may ask for all of these, as far as is known; else the form says that it isn't.</param>
    /// <param name="answers">What is filled in, on which it depends what else is asked; null for a new form.</param>
    /// <param name="note">Something to say at the top; null for nothing.</param>
    /// <param name="channel">The channel where the command was typed; null if that is not known.</param>
    /// <param name="prefill">What it has in it at first; null for nothing, and for a form that is drawn anew: Slack keeps what is filled in.</param>
    public static ModalView Render(
        IReadOnlyList<Flow> offered, Flow picked, bool certain, FormAnswers? answers = null, string? note = null, string? channel = null, Prefill? prefill = null) =>
        Draw(offered, picked, certain, answers ?? FormAnswers.None, note, channel, (prefill ?? Prefill.None).Within(MenuRoom.BesideTexts(picked, note)));

    private static ModalView Draw(
        IReadOnlyList<Flow> offered, Flow picked, bool certain, FormAnswers answers, string? note, string? channel, Prefill prefill) =>
        new(CallbackId, Sentences.FormTitle, [.. Blocks(offered, prefill.In(picked), certain, answers, note, prefill)], submit: Sentences.Ask)
        {
            PrivateMetadata = CommandPlace.Write(channel, certain ? OfferedFlows.Write(offered) : ""),
        };

    /// <summary>The same window with a sentence instead of a form.</summary>
    public static ModalView Say(TextObject sentence) =>
        new(CallbackId, Sentences.FormTitle, [new SectionBlock(sentence)], close: Sentences.Close);

    private static IEnumerable<Block> Blocks(IReadOnlyList<Flow> offered, Flow picked, bool certain, FormAnswers answers, string? note, Prefill prefill)
    {
        var room = new MenuRoom(picked, note, prefill.Reason);
        if (note is not null)
        {
            yield return new SectionBlock(new PlainText(note));
        }

        if (picked.Header is { } header)
        {
            yield return new SectionBlock(Mrkdwn.Written(header));
        }

        var flows = FormMenus.Flows(offered);
        yield return new InputBlock(
            FormBlocks.Flow, "Access", FormMenus.Menu(FormMenus.Flow, flows, flows.FirstOrDefault(option => Is(option, picked.Key)), room))
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

        foreach (var block in WhatAndHowLong(picked, answers, room, prefill))
        {
            yield return block;
        }

        if (picked.BreakGlass is { } emergency)
        {
            yield return new InputBlock(FormBlocks.BreakGlass(picked.Key), "Emergency", new Checkboxes("breakGlass", [new(Sentences.IsAnEmergency, FormReading.Ticked)]))
            {
                Hint = Sentences.WhatAnEmergencyMeans(emergency),
                Optional = true,
            };
        }

        yield return new InputBlock(
            FormBlocks.Reason, "Reason", new PlainTextInput("reason") { Multiline = true, MaxLength = AccessRules.LongestText, InitialValue = prefill.Reason })
        {
            Hint = Sentences.ReasonHint(picked.Reason),
            Optional = !picked.Reason.Required,
        };

        var reporting = picked.Fields.SelectMany(field => field.ShowWhen).Select(condition => condition.Field).ToHashSet(StringComparer.Ordinal);
        foreach (var field in picked.AskedFields(field => answers.Of(FormBlocks.Field(field, picked.Key), field.Default)).Where(field => !field.Hidden))
        {
            yield return FieldInput.Of(field, picked.Key, reporting.Contains(field.Name), room);
        }
    }

    private static IEnumerable<Block> WhatAndHowLong(Flow picked, FormAnswers answers, MenuRoom room, Prefill prefill)
    {
        if (picked.IsApprovalOnly)
        {
            yield return Small(Sentences.ApprovalOnly);
            yield break;
        }

        var targets = FormMenus.Targets(picked);
        var chosen = targets.Count == 1 ? targets[0] : targets.FirstOrDefault(option => Is(option, prefill.Target ?? ""));
        var asking = picked.Targets.Where(target => target.Privilege is null).Select(target => target.Key).ToHashSet(StringComparer.Ordinal);
        yield return new InputBlock(FormBlocks.Target(picked.Key), "Role", FormMenus.TargetMenu(picked, chosen, room))
        {
            DispatchAction = asking.Count > 0 && asking.Count < picked.Targets.Count,
        };

        if (asking.Count == picked.Targets.Count || asking.Contains(answers.Of(FormBlocks.Target(picked.Key), chosen?.Value) ?? ""))
        {
            yield return new InputBlock(FormBlocks.Privilege(picked.Key), "As", new StaticSelect(FormMenus.Privilege, FormMenus.Privileges)
            {
                InitialOption = prefill.Privilege is { } asked ? FormMenus.Privileges.First(option => Is(option, FormReading.Value(asked))) : null,
            });
        }

        if (!picked.AutoRevoke)
        {
            yield return Small(Sentences.EndsByHand);
            yield break;
        }

        var durations = FormMenus.Durations(picked);
        var first = durations.FirstOrDefault(option => prefill.Duration is { } length && Is(option, FormReading.Value(length))) ?? durations[0];
        yield return new InputBlock(FormBlocks.Duration(picked.Key), Sentences.HowLong, FormMenus.Menu(FormMenus.Duration, durations, first, room))
        {
            DispatchAction = picked.AllowUntil,
        };
        if (picked.AllowUntil && answers.Of(FormBlocks.Duration(picked.Key), initial: null) is FormMenus.Until)
        {
            yield return new InputBlock(FormBlocks.Until(picked.Key), "Until", new DateTimePicker("until"))
            {
                Hint = $"At most {DurationText.InWords(picked.MaxDuration)} from now.",
            };
        }
    }

    private static ContextBlock Small(string sentence) => new([new PlainText(sentence)]);

    private static bool Is(Option option, string key) => string.Equals(option.Value, key, StringComparison.Ordinal);
}
