using System.Collections.Immutable;

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

    /// <summary>The only OneLogin roles that may ever be written. Not kept: a copy of these rules with other targets would keep it too.</summary>
    public IReadOnlySet<long> Roles => Targets.Values.Select(t => t.OneLoginRole).ToImmutableHashSet();

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
            .Concat(flow.AutoApprove.Concat(flow.AutoDeny).SelectMany(rule => rule.When.RequesterIn)));

    /// <summary>Everything of which it may have to be asked who is on call.</summary>
    public IReadOnlySet<Principal.OnCall> OnCalls => Flows.SelectMany(PrincipalsOf).OfType<Principal.OnCall>().ToImmutableHashSet();

    /// <summary>Every principal that <see cref="FlowsFor"/> may depend on.</summary>
    public IReadOnlySet<Principal> PrincipalsOfRequesters => ToAsk(Flows.SelectMany(RequestersOf));

    private static IEnumerable<Principal> RequestersOf(Flow flow) =>
        flow.Requesters.Concat(flow.Targets.SelectMany(target => target.Requesters ?? [])).Concat(flow.BreakGlass?.Requesters ?? []);

    private ImmutableHashSet<Principal> ToAsk(IEnumerable<Principal> named) =>
        named.Concat(Admins).SelectMany(p => p.Leaves()).Where(p => p is not (Principal.Admins or Principal.Everyone)).ToImmutableHashSet();
}
