using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>The form's menus: whole in the form as long as Slack takes that, asked for while somebody types beyond.</summary>
internal static class FormMenus
{
    public const string Flow = "flow";
    public const string Target = "target";
    public const string Privilege = "privilege";
    public const string Duration = "duration";
    public const string Choice = "choice";
    public const string Choices = "choices";

    /// <summary>The value of the entry by which somebody picks an end of their own.</summary>
    public const string Until = "until";

    public static bool Knows(string actionId) => actionId is Flow or Target or Duration or Choice or Choices;

    public static IReadOnlyList<Option> Flows(IEnumerable<Flow> flows) => [.. flows.Select(flow => new Option(flow.Label, flow.Key))];

    public static IReadOnlyList<Option> Targets(Flow flow) => [.. flow.Targets.Select(Offer)];

    public static IReadOnlyList<Option> Privileges { get; } =
    [
        new(Sentences.AsMember, FormReading.Value(Core.Requests.Privilege.Member)) { Description = new PlainText(Sentences.WhatMembersGet) },
        new(Sentences.AsAdmin, FormReading.Value(Core.Requests.Privilege.Admin)) { Description = new PlainText(Sentences.WhatAdminsDo) },
    ];

    public static IReadOnlyList<Option> Durations(Flow flow) =>
    [
        .. flow.Durations.Select(duration => new Option(DurationText.InWords(duration), FormReading.Value(duration))),
        .. flow.AllowUntil ? [new Option(Sentences.UntilOwnEnd, Until)] : (Option[])[],
    ];

    public static IReadOnlyList<Option> ChoicesOf(Field field) => [.. field.Choices.Select(choice => new Option(choice.Label, choice.Value))];

    public static BlockElement Menu(string actionId, IReadOnlyList<Option> options, Option? chosen, MenuRoom room) => room.Takes(options)
        ? new StaticSelect(actionId, options) { InitialOption = chosen }
        : new ExternalSelect(actionId) { InitialOption = chosen, Placeholder = Sentences.TypeToFind };

    /// <summary>The menu of targets, under headings if any of them has one.</summary>
    public static BlockElement TargetMenu(Flow flow, Option? chosen, MenuRoom room)
    {
        var options = Targets(flow);
        return flow.Targets.All(target => target.Group is null) || !room.Takes(options)
            ? Menu(Target, options, chosen, room)
            : new StaticSelect(Target, Grouped(flow.Targets)) { InitialOption = chosen };
    }

    /// <summary>What fits to what is typed so far. Not more than the form would show: what is picked is judged when it is sent.</summary>
    /// <param name="request">What is typed where.</param>
    /// <param name="offered">The flows that the person may ask for, as the form has them.</param>
    public static BlockOptions Suggest(BlockOptionsRequest request, IReadOnlyList<Flow> offered)
    {
        var block = request.BlockId ?? "";
        var typed = new Typed(request.Query);
        if (request.ActionId == Flow)
        {
            return Fitting(Flows(offered));
        }

        if (offered.FirstOrDefault(flow => string.Equals(flow.Key, FormBlocks.FlowOf(block), StringComparison.Ordinal)) is not { } known)
        {
            return BlockOptions.None;
        }

        switch (request.ActionId)
        {
            case Target when known.Targets.Any(target => target.Group is not null):
                var fitting = known.Targets.Where(target => typed.Fits(target.Label)).Take(Limits.Options).ToList();
                return fitting.Count == 0 ? BlockOptions.None : new BlockOptions(Grouped(fitting));
            case Target:
                return Fitting(Targets(known));
            case Duration:
                return Fitting(Durations(known));
            case Choice or Choices when known.Fields.FirstOrDefault(field => field.Name == FormBlocks.NameOf(block)) is { } field:
                return Fitting(ChoicesOf(field));
            default:
                return BlockOptions.None;
        }

        BlockOptions Fitting(IEnumerable<Option> options) => new(options.Where(option => typed.Fits(option.Text.Text)));
    }

    private static Option Offer(Target target) => new(target.Label, target.Key)
    {
        Description = (target.Privilege, target.Description) switch
        {
            (Core.Requests.Privilege.Admin, null) => new PlainText(Sentences.AsAdminOfTheRole),
            (Core.Requests.Privilege.Admin, { } words) => new PlainText($"{Sentences.AsAdminOfTheRole}. {words}"),
            (_, { } words) => new PlainText(words),
            _ => null,
        },
    };

    /// <summary>In the order in which their headings come first; what has none stands below.</summary>
    private static IReadOnlyList<OptionGroup> Grouped(IEnumerable<Target> targets) =>
    [
        .. targets.GroupBy(target => target.Group, StringComparer.Ordinal).OrderBy(group => group.Key is null)
            .Select(group => new OptionGroup(group.Key ?? Sentences.OtherTargets, [.. group.Select(Offer)])),
    ];
}
