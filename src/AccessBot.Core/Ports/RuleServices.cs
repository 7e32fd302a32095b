using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Ports;

/// <summary>What rules in C# are given beside what they are asked about.</summary>
public sealed record RuleServices(IRuleOneLogin OneLogin, IRuleSlack Slack, IRuleOnCall OnCall, IRuleHistory History, IRuleStore Store, HttpClient Http)
{
    /// <summary>All that a rule is given.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="actor">Who does it, or did; null if nobody.</param>
    /// <param name="request">What is asked for; null while there is nothing.</param>
    /// <param name="now">The time.</param>
    public RuleContext Context(RuleFlow flow, RulePerson? actor, RuleRequest? request, DateTimeOffset now) => new()
    {
        Flow = flow,
        Actor = actor,
        Request = request,
        Now = now,
        OneLogin = OneLogin,
        Slack = Slack,
        OnCall = OnCall,
        History = History,
        Store = Store,
        Http = Http,
    };

    /// <summary>What a rule is given that says who somebody is in OneLogin.</summary>
    /// <param name="now">The time.</param>
    public RuleIdentityContext IdentityContext(DateTimeOffset now) => new() { Now = now, OneLogin = OneLogin, Slack = Slack, Store = Store, Http = Http };
}
