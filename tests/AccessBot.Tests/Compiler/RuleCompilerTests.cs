using System.Runtime.CompilerServices;
using AccessBot.Composition;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Compiler;

/// <summary>Rules in C#, from the folder to one instance each, and everything that can be wrong with them.</summary>
public sealed class RuleCompilerTests
{
    [Fact]
    public void Every_file_in_the_folder_and_in_those_within_is_compiled_as_one()
    {
        using var folder = new CodeFolder(
            yaml: null, ("First.cs", CodeFolder.First.Replace("GoOn", "Approve(Words.Of(1))", StringComparison.Ordinal)), ("shared/Words.cs", "static class Words { public static string Of(int n) => $\"{n}\"; }"),
            ("bin/Old.cs", "not C#"), ("obj/Old.cs", "not C#"), (".hidden/Old.cs", "not C#"), ("notes.txt", "not C#"));

        var reading = folder.Judge();

        Assert.Empty(reading.Problems);
        Assert.Equal(1, reading.Rules!.Code.Count);
        Assert.Equal("First", Assert.Single(reading.Rules.Code.Of(reading.Rules.Flows[0])).Name);
        Assert.True(reading.Rules.Code.Has("First", nameof(AccessRule.BeforeSubmitAsync)));
        Assert.False(reading.Rules.Code.Has("First", nameof(AccessRule.BeforeGrantAsync)));
    }

    [Fact]
    public void A_class_may_be_internal_within_another_one_and_have_a_basis_of_its_own()
    {
        using var folder = new CodeFolder(yaml: null, ("First.cs", """
            using AccessBot.Core.Rules.Code;

            public abstract class Basis : AccessRule
            {
                public override ValueTask<SubmitAnswer> BeforeSubmitAsync(RuleContext context, CancellationToken cancel) => new(SubmitAnswer.GoOn);
            }

            internal static class Outer
            {
                internal sealed class First : Basis;
            }
            """));

        Assert.Empty(folder.Problems());
    }

    [Theory]
    [InlineData("First.cs", "public class First : AccessRule { }", "[code-error] rules/First.cs:1:22: The type or namespace name 'AccessRule' could not be found (are you missing a using directive or an assembly reference?) (CS0246).")]
    [InlineData("a/b.cs", "class X { int y = \"\"; }", "[code-error] rules/a/b.cs:1:19: Cannot implicitly convert type 'string' to 'int' (CS0029).")]
    [InlineData("b.cs", "class X { string Y() => nowhere; }", "[code-error] rules/b.cs:1:25: The name 'nowhere' does not exist in the current context (CS0103).")]
    [InlineData("b.cs", "class X { object Y() => new AccessBot.Persistence.RequestStore(); }", "[code-error] rules/b.cs:1:39: The type or namespace name 'Persistence' does not exist in the namespace 'AccessBot' (are you missing an assembly reference?) (CS0234).")]
    [InlineData("b.cs", "class X { object Y() => new Npgsql.NpgsqlConnection(); }", "[code-error] rules/b.cs:1:29: The type or namespace name 'Npgsql' could not be found (are you missing a using directive or an assembly reference?) (CS0246).")]
    [InlineData("b.cs", "namespace Other { public class First : AccessBot.Core.Rules.Code.AccessRule { } }", "[code-class] rules/b.cs:1:32: The class First is there twice: Acme.First and Other.First. Rename one of the two: access.yaml knows classes by their names without namespaces.")]
    [InlineData("b.cs", "public class X(int y) : AccessBot.Core.Rules.Code.AccessRule { public int Y => y; }", "[code-class] rules/b.cs:1:14: The class X can't be made: it has no public constructor without parameters.")]
    [InlineData("b.cs", "public class X<T> : AccessBot.Core.Rules.Code.AccessRule { }", "[code-class] rules/b.cs:1:14: The class X can't be made: it is generic.")]
    [InlineData("b.cs", "public class X : AccessBot.Core.Rules.Code.AccessRule { public X() => throw new InvalidOperationException(\"no such luck\"); }", "[code-class] rules/b.cs:1:14: The class X can't be made: its constructor throws InvalidOperationException: no such luck")]
    [InlineData("b.cs", "public class X : AccessBot.Core.Rules.Code.AccessRule { static readonly int Y = int.Parse(\"y\"); public X() => _ = Y; }", "[code-class] rules/b.cs:1:14: The class X can't be made: its constructor throws TypeInitializationException:")]
    public void What_can_not_be_used_is_told_as_a_compiler_tells_it(string file, string text, string said)
    {
        using var folder = new CodeFolder(yaml: null, ("A.cs", CodeFolder.First));
        folder.Write(file, text);
        if (file == "First.cs")
        {
            File.Delete(Path.Combine(Path.GetDirectoryName(folder.File)!, "rules", "A.cs"));
        }

        var problems = folder.Problems();

        Assert.Contains(problems, problem => problem.StartsWith(said, StringComparison.Ordinal));
        Assert.Null(folder.Judge().Rules);
    }

    [Fact]
    public void All_is_told_at_once_with_what_is_wrong_in_the_other_file()
    {
        using var folder = new CodeFolder(
            CodeFolder.Yaml.Replace("durations: [30m]", "durations: [30]", StringComparison.Ordinal).Replace("rules: [First]", "rules: [Frist]", StringComparison.Ordinal),
            ("First.cs", CodeFolder.First), ("Second.cs", "class X { string Y() => nowhere; string Z() => nobody; }"));

        var problems = folder.Problems();

        Assert.Equal(["bad-duration", "unknown-rule", "code-error", "code-error"], problems.Select(problem => problem.Split('[', ']')[1]));
        Assert.EndsWith("no class of that name in the rules folder derives from AccessRule. Valid names: First. Did you mean 'First'?", problems[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no/where", "There is no folder")]
    [InlineData(".", "has no file in C#")]
    public void A_folder_that_is_none_or_has_nothing_is_told_where_it_is_named(string named, string said)
    {
        using var folder = new CodeFolder(CodeFolder.Yaml.Replace("rulesFolder: rules", $"rulesFolder: {named}", StringComparison.Ordinal));

        var problem = Assert.Single(folder.Judge().Problems);

        Assert.Equal((RulesProblemCode.BadFolder, 2, 14), (problem.Code, problem.Line, problem.Column));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_rule_in_it_is_told()
    {
        using var folder = new CodeFolder(yaml: null, ("First.cs", "class First { }"));

        Assert.Contains(folder.Problems(), problem => problem.StartsWith("[code-class] rules/First.cs:1:1: No class in the rules folder derives from AccessRule.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_fingerprint_and_the_parts_say_which_file_was_changed()
    {
        using var folder = new CodeFolder(yaml: null, ("First.cs", CodeFolder.First), ("more/Other.cs", "class Other;"));
        var before = RulesOnDisk.Look(folder.File);
        folder.Write("more/Other.cs", "class Changed;");
        folder.Write("Third.cs", "class Third;");
        var after = RulesOnDisk.Look(folder.File, before);

        Assert.NotEqual(before, after);
        Assert.Equal(after, RulesOnDisk.Look(folder.File));
        Assert.NotEqual(before.Fingerprint(), after.Fingerprint());
        Assert.Equal("added file Third.cs; changed file more/Other.cs", $"{RulesChanges.Between(before.Read().Edition!, after.Read().Edition!)}");
    }

    [Fact]
    public async Task A_rule_that_fails_says_where()
    {
        using var folder = new CodeFolder(yaml: null, ("First.cs", CodeFolder.First.Replace("new(SubmitAnswer.GoOn)", "throw new InvalidOperationException()", StringComparison.Ordinal)));
        var rule = folder.Judge().Rules!.Code.Find("First")!;

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await rule.BeforeSubmitAsync(null!, CancellationToken.None));

        Assert.Contains("/rules/First.cs:line 8", thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_others_have_taken_the_place_of_go_out_of_memory()
    {
        using var folder = new CodeFolder(yaml: null, ("First.cs", CodeFolder.First));
        var rules = Begin(folder);

        var old = Replace(rules, folder);

        for (var i = 0; old.IsAlive && i < 100; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive);
        Assert.NotNull(rules.Current.Code.Find("First"));
    }

    // In methods of their own, since the tests' own frame keeps whatever was in it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RulesInForce Begin(CodeFolder folder) => new(RulesOnDisk.Look(folder.File).Read().Edition!);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Replace(RulesInForce rules, CodeFolder folder)
    {
        var old = new WeakReference(rules.Current.Code.Find("First")!.GetType().Assembly);
        rules.Edition = RulesOnDisk.Look(folder.File).Read().Edition!;
        return old;
    }
}
