using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules.Code;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.CodeRules;

/// <summary>Slack for rules in C#, over the same client as everything else.</summary>
internal sealed class RuleSlackSource(RuleLookups lookups, ISlackApiClient slack, IRequestStore store) : IRuleSlackSource
{
    public IRuleSlack For(RequestId? request) => new RuleSlack(lookups, slack, store, request);
}
