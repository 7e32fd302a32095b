using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace AccessBot.Compiler;

/// <summary>Makes rules of what is in the rules folder. Whoever names no folder never comes here, so that no compiler is loaded.</summary>
/// <remarks>
/// Rules see .NET and AccessBot.Core, and nothing of how AccessBot keeps, sends or signs things. That is for rules to be small and
/// to go on working, not a wall: what they do is done with all the rights that the process has.
/// </remarks>
internal static class RuleCompiler
{
    // What the SDK has every file of a project use, unless it is told not to.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    // Not optimized: a stack trace then names the line that failed and each method on the way to it. What rules wait for is the network.
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The rules, or what is wrong with them.</summary>
    public static RuleCodeReading Compile(RulesFolder folder)
    {
        if (folder.Trouble is not null)
        {
            return new RuleCodeReading(Code: null, Classes: null, []) { Trouble = folder.Trouble };
        }

        var compilation = CSharpCompilation.Create(
            $"AccessBot.Rules.{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, Language), .. folder.Files.Select(file => CSharpSyntaxTree.ParseText(SourceText.From(file.Text, Encoding.UTF8), Language, file.Path))],
            References(), Options);
        var classes = RuleClasses.In(compilation);
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Problem).Distinct().ToList();
        if (errors.Count > 0 || classes.Problems.Count > 0)
        {
            return new RuleCodeReading(Code: null, classes.Named, InOrder([.. errors, .. classes.Problems]));
        }

        using var library = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(library, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success)
        {
            return new RuleCodeReading(Code: null, classes.Named, InOrder(emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Problem)));
        }

        library.Position = symbols.Position = 0;
        var (rules, faults) = RuleAssembly.Make(library, symbols, classes.Found);
        return new RuleCodeReading(faults.Count == 0 ? new RuleCode(rules) : null, classes.Named, faults);
    }

    internal static RulesProblem Problem(string code, Location at, string message, string remedy)
    {
        var place = at.GetLineSpan();
        return new RulesProblem(code, place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, message, remedy);
    }

    private static RulesProblem Problem(Diagnostic diagnostic) =>
        Problem(RulesProblemCode.CodeError, diagnostic.Location, $"{diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.')} ({diagnostic.Id}).", remedy: "");

    private static IReadOnlyList<RulesProblem> InOrder(IEnumerable<RulesProblem> problems) =>
        [.. problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    /// <summary>.NET itself, and AccessBot.Core.</summary>
    private static ImmutableArray<MetadataReference> References()
    {
        var framework = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var trusted = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator);
        return [.. trusted.Where(IsFramework).Append(typeof(AccessRule).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path))];

        // A self-contained AccessBot has all in one folder.
        bool IsFramework(string path) => Path.GetDirectoryName(path) == framework && Path.GetFileNameWithoutExtension(path) is var name
            && (name is "mscorlib" or "netstandard" or "System" or "Microsoft.CSharp" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal));
    }
}
