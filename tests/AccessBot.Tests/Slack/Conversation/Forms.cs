using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>Rules to ask by, and a form filled in.</summary>
internal static class Forms
{
    public static Flow Flow(string key) => new()
    {
        Key = key,
        Label = $"Flow {key}",
        Targets = [new Target("reader", "Reader", 1, Privilege.Member), new Target("owner", "Owner", 2, Privilege.Admin)],
        Durations = [TimeSpan.FromMinutes(30), TimeSpan.FromHours(4)],
        Reason = new ReasonRule(Required: true, MinLength: 10),
        Requesters = [new Principal.Everyone()],
        Approvers = [new ApproverLine([new Principal.Everyone()], 1)],
        Notify = [NotifyStep.InChannel("C0ACCESS")],
    };

    public static AccessRules Rules(params Flow[] flows) => new()
    {
        Admins = [],
        Flows = flows,
        Targets = flows.SelectMany(flow => flow.Targets).DistinctBy(target => target.Key).ToDictionary(target => target.Key, StringComparer.Ordinal),
    };

    /// <summary>The form as it comes back when these blocks are filled in.</summary>
    public static ViewPayload Filled(ModalView view, params (string Block, string Value)[] values) => new(
        "V1",
        "hash",
        view.CallbackId!,
        view.PrivateMetadata ?? "",
        values.ToDictionary(value => value.Block, value => value.Value, StringComparer.Ordinal),
        [.. view.Blocks.OfType<InputBlock>().Select(block => block.BlockId!)]);
}
