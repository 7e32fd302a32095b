using System.Collections.Immutable;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Rules;

/// <summary>The rules in C# that belong to one reading of the access rules.</summary>
public interface IRuleSet
{
    /// <summary>None at all.</summary>
    static IRuleSet None { get; } = new Nothing();

    /// <summary>
    /// A flow's own rules, in the order in which they are told; none, for a flow that has none or that there is no more. Asked at each save of a
    /// request: it only looks up, and never throws.
    /// </summary>
    /// <param name="flow">The flow's key.</param>
    IReadOnlyList<(string Name, AccessRule Rule)> For(string flow);

    private sealed class Nothing : IRuleSet
    {
        public IReadOnlyList<(string Name, AccessRule Rule)> For(string flow) => ImmutableArray<(string, AccessRule)>.Empty;
    }
}
