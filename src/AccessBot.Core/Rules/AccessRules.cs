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

    /// <summary>The only OneLogin roles that may ever be written.</summary>
    public IReadOnlySet<long> Roles => field ??= Targets.Values.Select(t => t.OneLoginRole).ToImmutableHashSet();

    /// <summary>The flow with this key, or null.</summary>
    public Flow? FindFlow(string key) => Flows.FirstOrDefault(f => string.Equals(f.Key, key, StringComparison.Ordinal));

    /// <summary>Every principal that a decision in this flow may depend on: what a <see cref="Standing"/> must answer.</summary>
    public IReadOnlySet<Principal> PrincipalsOf(Flow flow) =>
        flow.Requesters.Concat(flow.Approvers.SelectMany(line => line.AnyOf)).Concat(Admins).ToImmutableHashSet();
}
