using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules.Code;

namespace AccessBot.CodeRules;

/// <summary>What rules in C# are given in this process.</summary>
internal sealed class RuleServicesFactory(
    IRuleOneLogin oneLogin, IRuleSlackSource slack, IRuleOnCall onCall, IRuleHistory history, IRuleStore store, IHttpClientFactory http) : IRuleServices
{
    /// <remarks>A client each time: what one rule sets on it is not set for others, and its connections are shared all the same.</remarks>
    public RuleServices For(RequestId? request) =>
        new(oneLogin, slack.For(request), onCall, history, store, http.CreateClient(RuleServicesModule.Client));
}
