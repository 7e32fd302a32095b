using System.Collections.Concurrent;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.UseCases;

/// <summary>What rules in C# are asked about in one step, and the asking: each question once, however often it comes up.</summary>
/// <param name="calls">Calls them.</param>
/// <param name="services">What they are given.</param>
/// <param name="rules">The rules in force.</param>
/// <param name="about">The request, or what there is of it.</param>
/// <param name="person">Somebody as rules know them.</param>
/// <param name="clock">The time.</param>
/// <param name="cancel">Ends the step.</param>
internal sealed class RuleMatter(RuleCalls calls, Func<RuleServices> services, AccessRules rules, Func<Task<RuleRequest?>> about,
    Func<WorkspaceUser, Task<RulePerson>> person, TimeProvider clock, CancellationToken cancel)
{
    private readonly Lazy<Task<RuleRequest?>> request = new(about);
    private readonly Lazy<RuleServices> given = new(services);
    private readonly ConcurrentDictionary<SlackUserId, Lazy<Task<RulePerson>>> people = new();
    private readonly ConcurrentDictionary<(Principal.Rule, SlackUserId), Lazy<Task<bool?>>> named = new();
    private readonly ConcurrentDictionary<Principal.Rule, Lazy<Task<IReadOnlyList<string>?>>> listed = new();

    /// <summary>Somebody as rules know them.</summary>
    public Task<RulePerson> PersonAsync(WorkspaceUser user) => people.GetOrAdd(user.Id, _ => new Lazy<Task<RulePerson>>(() => person(user))).Value;

    /// <summary>Whether a rule names somebody; null if it can't be told.</summary>
    public Task<bool?> NamesAsync(Principal.Rule rule, WorkspaceUser user) =>
        named.GetOrAdd((rule, user.Id), _ => new Lazy<Task<bool?>>(() => AskAsync(rule, user))).Value;

    /// <summary>Whom a rule names, as far as it can list them; null if it can't.</summary>
    public Task<IReadOnlyList<string>?> PeopleAsync(Principal.Rule rule) =>
        listed.GetOrAdd(rule, _ => new Lazy<Task<IReadOnlyList<string>?>>(() => ListAsync(rule))).Value;

    /// <summary>Asks a flow's rule at a step.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="actor">Who does it; null for nobody.</param>
    /// <param name="name">The rule's class.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="ask">Asks it.</param>
    public async Task<RuleAnswer<T>> AskAsync<T>(
        Flow flow, WorkspaceUser? actor, string name, string method, Func<AccessRule, RuleContext, CancellationToken, ValueTask<T>> ask)
    {
        var context = await ContextAsync(flow, actor is null ? null : await PersonAsync(actor));
        return await calls.AskAsync(rules.Code, name, method, (rule, limit) => ask(rule, context, limit), cancel);
    }

    /// <summary>Where a rule has a step announced; null for nowhere.</summary>
    public async Task<RuleAnswer<RulePlace?>> PlaceAsync(Flow flow, string name)
    {
        var context = await ContextAsync(flow, await request.Value is { } asked ? asked.Requester : null);
        return await calls.AskOrNullAsync(rules.Code, name, nameof(AccessRule.PlaceAsync), (rule, limit) => rule.PlaceAsync(context, limit), cancel);
    }

    /// <summary>What a rule said is of no use.</summary>
    public Task TellAsync(string name, string method, string trouble) => calls.TellAsync(name, method, trouble, cancel);

    private async Task<bool?> AskAsync(Principal.Rule rule, WorkspaceUser user)
    {
        if (rules.FindFlow(rule.Flow) is not { } flow)
        {
            return null;
        }

        var who = await PersonAsync(user);
        var answer = await AskAsync(flow, user, rule.Name, nameof(AccessRule.NamesAsync), (asked, context, limit) => asked.NamesAsync(who, context, limit));
        return answer.HasFailed ? null : answer.Value;
    }

    private async Task<IReadOnlyList<string>?> ListAsync(Principal.Rule rule)
    {
        if (rules.FindFlow(rule.Flow) is not { } flow || !rules.Code.Has(rule.Name, nameof(AccessRule.PeopleAsync)))
        {
            return null;
        }

        var context = await ContextAsync(flow, await request.Value is { } asked ? asked.Requester : null);
        return (await calls.AskOrNullAsync(rules.Code, rule.Name, nameof(AccessRule.PeopleAsync), (listing, limit) => listing.PeopleAsync(context, limit), cancel)).Value;
    }

    private async Task<RuleContext> ContextAsync(Flow flow, RulePerson? actor) =>
        given.Value.Context(new RuleFlow(flow.Key, flow.Label), actor, await request.Value, clock.GetUtcNow());
}
