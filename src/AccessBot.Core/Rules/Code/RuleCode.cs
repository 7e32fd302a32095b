using System.Collections.Frozen;
using System.Reflection;

namespace AccessBot.Core.Rules.Code;

/// <summary>The rules in C# that are in force, by the names of their classes: one instance of each. Replaced whole, with the other rules.</summary>
public sealed class RuleCode
{
    private readonly FrozenDictionary<string, (AccessRule Rule, RuleClass Class)> rules;

    /// <summary>Takes rules of different classes' names.</summary>
    public RuleCode(IEnumerable<AccessRule> rules) =>
        this.rules = rules.ToFrozenDictionary(rule => rule.GetType().Name, rule => (rule, ClassOf(rule.GetType())), StringComparer.Ordinal);

    /// <summary>As that, by other names: several of one class, in tests.</summary>
    internal RuleCode(IEnumerable<(string Name, AccessRule Rule)> rules) =>
        this.rules = rules.ToFrozenDictionary(rule => rule.Name, rule => (rule.Rule, ClassOf(rule.Rule.GetType())), StringComparer.Ordinal);

    /// <summary>No rules at all.</summary>
    public static RuleCode None { get; } = new(Enumerable.Empty<AccessRule>());

    /// <summary>How many there are.</summary>
    public int Count => rules.Count;

    /// <summary>The rule by its class's name; null if there is none.</summary>
    public AccessRule? Find(string name) => rules.TryGetValue(name, out var found) ? found.Rule : null;

    /// <summary>Whether it has something of its own for a method of <see cref="AccessRule"/>. What isn't there at all counts as if it had: it is not passed by.</summary>
    public bool Has(string name, string method) => !rules.TryGetValue(name, out var found) || found.Class.Overrides.Contains(method);

    /// <summary>The rules that a flow names, in its order.</summary>
    public IReadOnlyList<(string Name, AccessRule Rule)> Of(Flow flow) =>
        [.. flow.Rules.Select(name => (name, Find(name))).Where(rule => rule.Item2 is not null).Select(rule => (rule.name, rule.Item2!))];

    private static RuleClass ClassOf(Type type) => new(type.Name, type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Where(method => method.IsVirtual && method.DeclaringType != typeof(AccessRule) && method.GetBaseDefinition().DeclaringType == typeof(AccessRule))
        .Select(method => method.Name).ToFrozenSet(StringComparer.Ordinal));
}
