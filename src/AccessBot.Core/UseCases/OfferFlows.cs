using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>What somebody is offered to ask for.</summary>
public sealed class OfferFlows(Standings standings, RuleMatters matters)
{
    /// <summary>Who the person is, and the flows that they may ask for now: <see cref="AccessRules.FlowsFor"/>, without those that a rule in C# hides.</summary>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say.</exception>
    /// <exception cref="RoleDirectoryException">OneLogin doesn't say.</exception>
    public async Task<(WorkspaceUser User, IReadOnlyList<Flow> Flows)> ForAsync(SlackUserId who, AccessRules rules, CancellationToken cancel)
    {
        var person = await standings.AsRequesterAsync(who, rules, cancel);
        var flows = rules.FlowsFor(person);
        var matter = matters.Nothing(rules, cancel);
        var hidden = await Task.WhenAll(flows.Select(flow => FlowRules.WhyHiddenAsync(rules, flow, matter, person.User)));
        return (person.User, [.. flows.Where((_, i) => hidden[i] is null)]);
    }
}
