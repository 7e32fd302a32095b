using AccessBot.Composition;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Compiler;

/// <summary>A folder with access rules and rules in C#.</summary>
internal sealed class CodeFolder : IDisposable
{
    public const string Yaml = """
        version: 1
        rulesFolder: rules
        admins: [ana@acme.com]
        targets:
          prod: { oneLoginRole: 1 }
          read: { oneLoginRole: 2, within: prod }
        flows:
          production:
            targets: [prod, read]
            durations: [30m]
            rules: [First]
            approvers: [ { anyOf: [ { slackGroup: S0SRE } ] } ]
            notify: [ { channel: C0ACCESS } ]

        """;

    public const string First = """
        using AccessBot.Core.Rules.Code;

        namespace Acme;

        public sealed class First : AccessRule
        {
            public override ValueTask<SubmitAnswer> BeforeSubmitAsync(RuleContext context, CancellationToken cancel) =>
                new(SubmitAnswer.GoOn);
        }

        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-code-");

    public CodeFolder(string? yaml = null, params IReadOnlyList<(string File, string Text)> code)
    {
        System.IO.File.WriteAllText(File, yaml ?? Yaml);
        foreach (var (file, text) in code)
        {
            Write(file, text);
        }
    }

    public string File => Path.Combine(folder.FullName, "access.yaml");

    public void Write(string file, string text)
    {
        var path = Path.Combine(folder.FullName, "rules", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
    }

    public RulesReading Judge() => RulesOnDisk.Look(File).Judge();

    /// <summary>The problems, without where the folder is.</summary>
    public IReadOnlyList<string> Problems() => [.. Judge().Problems.Select(problem => $"[{problem.Code}] {problem}".Replace(folder.FullName + "/", "", StringComparison.Ordinal))];

    public void Dispose() => folder.Delete(recursive: true);
}
