using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using Microsoft.CodeAnalysis;

namespace AccessBot.Compiler;

/// <summary>The classes of a compilation that are rules. Found in what the compiler understood, so that it can be said of code with errors, too, and where.</summary>
/// <param name="Found">Each that can be made: its type's full name, its own, and what to say at its place if it can't be made after all.</param>
/// <param name="Named">What can be named.</param>
/// <param name="Problems">What is wrong with the others.</param>
internal sealed record RuleClasses(
    IReadOnlyList<(string Type, string Name, RulesProblem Fault)> Found, IReadOnlyList<RuleClass> Named, IReadOnlyList<RulesProblem> Problems)
{
    private static readonly SymbolDisplayFormat InMetadata = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static RuleClasses In(Compilation compilation)
    {
        var basis = compilation.GetTypeByMetadataName(typeof(AccessRule).FullName!)!;
        var all = TypesIn(compilation.Assembly.GlobalNamespace).Where(type => type is { TypeKind: TypeKind.Class, IsAbstract: false } && Basis(type).Contains(basis, SymbolEqualityComparer.Default)).ToList();
        var problems = new List<RulesProblem>();
        foreach (var same in all.GroupBy(type => type.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            problems.AddRange(same.Skip(1).Select(type => Problem(type, $"The class {type.Name} is there twice: {same.First().ToDisplayString()} and {type.ToDisplayString()}.", "Rename one of the two: access.yaml knows classes by their names without namespaces.")));
        }

        problems.AddRange(all.Where(type => !CanBeMade(type)).Select(type => Problem(
            type, $"The class {type.Name} can't be made: {(type.IsGenericType || type.ContainingType is { IsGenericType: true } ? "it is generic" : "it has no public constructor without parameters")}.",
            "Give it one; what a rule needs it is given in its context. Or make the class abstract, if it is there for others to derive from.")));
        if (all.Count == 0)
        {
            var first = compilation.SyntaxTrees.Skip(1).First();
            problems.Add(RuleCompiler.Problem(RulesProblemCode.CodeClass, first.GetRoot().GetFirstToken(includeZeroWidth: true).GetLocation(), "No class in the rules folder derives from AccessRule.", "Write one: public sealed class TicketIsOpen : AccessRule, with using AccessBot.Core.Rules.Code at the top of the file."));
        }

        return new RuleClasses(
            [.. all.Select(type => (NameInMetadata(type), type.Name, Problem(type, "", "Mend its constructor, or what its fields begin with.")))],
            [.. all.DistinctBy(type => type.Name, StringComparer.Ordinal).Select(type => new RuleClass(type.Name, OverridesOf(type, basis)))],
            problems);
    }

    private static string NameInMetadata(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{NameInMetadata(outer)}+{type.MetadataName}" : type.ToDisplayString(InMetadata);

    private static HashSet<string> OverridesOf(INamedTypeSymbol type, INamedTypeSymbol basis) =>
    [
        .. Basis(type).Prepend(type).TakeWhile(part => !SymbolEqualityComparer.Default.Equals(part, basis))
            .SelectMany(part => part.GetMembers().OfType<IMethodSymbol>()).Where(method => method.IsOverride).Select(method => method.Name),
    ];

    private static bool CanBeMade(INamedTypeSymbol type) =>
        !type.IsGenericType && type.ContainingType is not { IsGenericType: true }
        && type.InstanceConstructors.Any(constructor => constructor is { Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Public });

    // A list, since an iterator is a class that implements an interface of the compiler's types: whoever looks through the types of
    // this assembly, as EF does for migrations, would load the compiler by that.
    private static List<INamedTypeSymbol> Basis(INamedTypeSymbol type)
    {
        var all = new List<INamedTypeSymbol>();
        for (var basis = type.BaseType; basis is not null; basis = basis.BaseType)
        {
            all.Add(basis);
        }

        return all;
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol room) => room.GetMembers().SelectMany(member => member switch
    {
        INamedTypeSymbol type => TypesIn(type).Prepend(type),
        INamespaceSymbol inner => TypesIn(inner),
        _ => [],
    });

    private static RulesProblem Problem(INamedTypeSymbol type, string message, string remedy) =>
        RuleCompiler.Problem(RulesProblemCode.CodeClass, type.Locations[0], message, remedy);
}
