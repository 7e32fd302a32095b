using System.Collections.Immutable;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules;

/// <summary>The access rules in force: what can be asked for, by whom, and who decides. Immutable; every answer is pure.</summary>
public sealed partial record AccessRules
{
    /// <summary>Who may end any access and is told of trouble.</summary>
    public required IReadOnlyList<Principal> Admins { get; init; }

    /// <summary>Every target by key.</summary>
    public required IReadOnlyDictionary<string, Target> Targets { get; init; }

    /// <summary>Every flow by key, in the file's order.</summary>
    public required IReadOnlyList<Flow> Flows { get; init; }

    /// <summary>The rules in C# that the others name.</summary>
    public RuleCode Code { get; init; } = RuleCode.None;

    /// <summary>The rule in C# that says who somebody is in OneLogin, before addresses do; null if none does.</summary>
    public string? IdentityRule { get; init; }

    /// <summary>When those for whom something waits are told what; null if they aren't.</summary>
    public DigestRule? Digest { get; init; }

    /// <summary>The only OneLogin roles that may ever be written. Not kept: a copy of these rules with other targets would keep it too.</summary>
    public IReadOnlySet<long> Roles => Targets.Values.Select(t => t.OneLoginRole).ToImmutableHashSet();

    /// <summary>
    /// A flow's own rules in C#, in its order; none, for a flow that has none or that there is no more. Asked at each save of a request: it
    /// only looks up, and never throws.
    /// </summary>
    public IReadOnlyList<(string Name, AccessRule Rule)> RulesOf(string flow) => FindFlow(flow) is { Rules.Count: > 0 } known ? Code.Of(known) : [];

    /// <summary>The flow with this key, or null.</summary>
    public Flow? FindFlow(string key) => Flows.FirstOrDefault(f => string.Equals(f.Key, key, StringComparison.Ordinal));

    /// <summary>
    /// Every principal that a decision in this flow may depend on: what a <see cref="Standing"/> must answer. Without a flow
    /// (it is gone from the rules), those of the admins. Never <see cref="Principal.Admins"/>, <see cref="Principal.Everyone"/> or
    /// what is put together of others: the rules answer these themselves.
    /// </summary>
    public IReadOnlySet<Principal> PrincipalsOf(Flow? flow) =>
        ToAsk(flow is null ? [] : RequestersOf(flow)
            .Concat(flow.Approvers.SelectMany(line => line.AnyOf))
            .Concat(flow.Notify.SelectMany(step => step.Approvers))
            .Concat(flow.AutoApprove.Concat(flow.AutoDeny).SelectMany(rule => rule.When.RequesterIn)));

    /// <summary>Whether a decision in this flow, or whom it is announced to, may depend on who somebody is in OneLogin.</summary>
    public bool NamesByOneLogin(Flow flow) => PrincipalsOf(flow).Concat(flow.Notify.SelectMany(step => PrincipalsOfPlace(step.Place)))
        .Any(principal => principal is Principal.OneLoginRole or Principal.Manager);

    /// <summary>Every principal that it depends on whom a place of a step means. As <see cref="PrincipalsOf"/>.</summary>
    public IReadOnlySet<Principal> PrincipalsOfPlace(NotifyPlace place) => ToAsk(place.LookedFor);

    /// <summary>Everything of which it may have to be asked who is on call.</summary>
    public IReadOnlySet<Principal.OnCall> OnCalls => Principals.OfType<Principal.OnCall>().ToImmutableHashSet();

    /// <summary>Every principal that anything may depend on, whom a step is announced to among it. As <see cref="PrincipalsOf"/>.</summary>
    public IReadOnlySet<Principal> Principals => PrincipalsOf(flow: null)
        .Concat(Flows.SelectMany(PrincipalsOf))
        .Concat(Flows.SelectMany(flow => flow.Notify).SelectMany(step => PrincipalsOfPlace(step.Place)))
        .ToImmutableHashSet();

    /// <summary>Every principal that <see cref="FlowsFor"/> may depend on.</summary>
    public IReadOnlySet<Principal> PrincipalsOfRequesters => ToAsk(Flows.SelectMany(RequestersOf));

    /// <summary>Whether a target gives no more than another one, as the rules say: it is the same, or within it, at whatever remove.</summary>
    public bool IsWithin(string target, string other) =>
        string.Equals(target, other, StringComparison.Ordinal) || Around(target, Targets.GetValueOrDefault).Contains(other, StringComparer.Ordinal);

    /// <summary>What a target is within, from the nearest on, each once; the target itself among them if they go round in a circle.</summary>
    internal static IReadOnlyList<string> Around(string key, Func<string, Target?> find)
    {
        var around = new List<string>();
        for (var next = find(key)?.Within; next is not null && !around.Contains(next, StringComparer.Ordinal); next = find(next)?.Within)
        {
            around.Add(next);
        }

        return around;
    }

    private static IEnumerable<Principal> RequestersOf(Flow flow) =>
        flow.Requesters.Concat(flow.Targets.SelectMany(target => target.Requesters ?? [])).Concat(flow.BreakGlass?.Requesters ?? []);

    private ImmutableHashSet<Principal> ToAsk(IEnumerable<Principal> named) =>
        named.Concat(Admins).SelectMany(p => p.Leaves()).Where(p => p is not (Principal.Admins or Principal.Everyone)).ToImmutableHashSet();
}
