using System.Reflection;
using System.Runtime.Loader;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Compiler;

/// <summary>
/// Loads what was compiled, and makes one instance of each rule. It goes out of memory by itself when rules that took its place are in force
/// and nothing runs in it any more: nobody has to know when that is.
/// </summary>
internal static class RuleAssembly
{
    /// <summary>A constructor that waits for something must not keep AccessBot from starting, or from ever reading its rules again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static (IReadOnlyList<AccessRule> Rules, IReadOnlyList<RulesProblem> Problems) Make(Stream library, Stream symbols, IReadOnlyList<(string Type, string Name, RulesProblem Fault)> classes)
    {
        var context = new AssemblyLoadContext("AccessBot.Rules", isCollectible: true);
        var assembly = context.LoadFromStream(library, symbols);
        var (rules, problems) = (new List<AccessRule>(), new List<RulesProblem>());
        foreach (var (type, name, fault) in classes)
        {
            if (WhyNot(assembly.GetType(type, throwOnError: true)!, rules) is { } why)
            {
                problems.Add(fault with { Message = $"The class {name} can't be made: {why}" });
            }
        }

        return (rules, problems);
    }

    private static string? WhyNot(Type type, List<AccessRule> rules)
    {
        try
        {
            var making = Task.Run(() => (AccessRule)Activator.CreateInstance(type)!);
            if (!making.Wait(Longest))
            {
                return $"its constructor does not end within {Longest.TotalSeconds} seconds.";
            }

            rules.Add(making.Result);
            return null;
        }
        catch (AggregateException e)
        {
            var inner = e.InnerException is TargetInvocationException { InnerException: { } thrown } ? thrown : e.InnerException!;
            return $"its constructor throws {inner.GetType().Name}: {inner.Message}";
        }
    }
}
