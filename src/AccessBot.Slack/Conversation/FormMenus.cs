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
    public const string Duration = "duration";

    private const int MostInForm = 100;

    public static bool Knows(string actionId) => actionId is Flow or Target or Duration;

    public static IReadOnlyList<Option> Flows(IEnumerable<Flow> flows) => [.. flows.Select(flow => new Option(flow.Label, flow.Key))];

    public static IReadOnlyList<Option> Targets(Flow flow) =>
    [
        .. flow.Targets.Select(target => new Option(target.Label, target.Key)
        {
            Description = target.Privilege == Privilege.Admin ? new PlainText(Sentences.AsAdminOfTheRole) : null,
        }),
    ];

    public static IReadOnlyList<Option> Durations(Flow flow) =>
        [.. flow.Durations.Select(duration => new Option(DurationText.InWords(duration), FormReading.Value(duration)))];

    public static BlockElement Menu(string actionId, IReadOnlyList<Option> options, Option? chosen) => options.Count > MostInForm
        ? new ExternalSelect(actionId) { InitialOption = chosen, Placeholder = Sentences.TypeToFind }
        : new StaticSelect(actionId, options) { InitialOption = chosen };

    /// <summary>What fits to what is typed so far. Not more than the form would show: what is picked is judged when it is sent.</summary>
    public static BlockOptions Suggest(BlockOptionsRequest request, AccessRules rules)
    {
        var flow = rules.FindFlow(FormBlocks.FlowOf(request.BlockId ?? ""));
        var options = (request.ActionId, flow) switch
        {
            (Flow, _) => Flows(OfferedFlows.Read(request.View?.PrivateMetadata, rules)),
            (Target, { } known) => Targets(known),
            (Duration, { } known) => Durations(known),
            _ => [],
        };
        return new BlockOptions(options.Where(option => option.Text.Text.Contains(request.Query.Trim(), StringComparison.OrdinalIgnoreCase)));
    }
}
