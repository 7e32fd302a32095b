using System.Security.Cryptography;
using System.Text;
using AccessBot.Compiler;
using AccessBot.Core.Rules;

namespace AccessBot.Composition;

/// <summary>What stood in the file with the access rules at one moment, and in the folder with rules in C# that it names. Equal if the same stood in them.</summary>
/// <param name="File">The file, as the settings name it.</param>
/// <param name="Text">All of it; null if it can't be read.</param>
/// <param name="Trouble">Why it can't.</param>
internal sealed record RulesOnDisk(string File, string? Text, string? Trouble)
{
    /// <summary>The folder as the file names it, relative to itself; null if it names none.</summary>
    public string? FolderName { get; private init; }

    /// <summary>What is in it; null if there is none.</summary>
    public RulesFolder? Folder { get; private init; }

    /// <summary>What to do about a file that can't be read.</summary>
    public const string Remedy = "Set Access:File to their place.";

    /// <summary>Looks at the file. Whatever it is a link to: a mounted ConfigMap is changed by turning a link.</summary>
    /// <param name="file">The file.</param>
    /// <param name="last">The look before this one, which knows already what the same text names; null if there was none.</param>
    public static RulesOnDisk Look(string file, RulesOnDisk? last = null)
    {
        try
        {
            var text = System.IO.File.ReadAllText(file);
            var folder = last?.Text == text ? last.FolderName : RulesFile.FolderIn(text);
            return new RulesOnDisk(file, text, Trouble: null)
            {
                FolderName = folder,
                Folder = folder is null ? null : RulesFolder.Look(Path.Combine(Path.GetDirectoryName(file) ?? "", folder)),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RulesOnDisk(file, Text: null, $"The access rules {Path.GetFullPath(file)} can't be read: {e.Message}");
        }
    }

    /// <summary><see cref="RulesEdition.Fingerprint"/>: of the file's text alone, as long as it names no folder.</summary>
    public string Fingerprint() => Hash([Text ?? "", .. (Folder?.Files ?? []).Select(file => $"\n{file.Part}\n{Hash(file.Text)}")]);

    /// <summary>The file's rules with those in C#, or everything that is wrong with either. Only if there is text.</summary>
    public RulesReading Judge() => RulesFile.Read(Text!, File, _ => RuleCompiler.Compile(Folder!));

    /// <summary>The rules, or what is wrong, a line each.</summary>
    public (RulesEdition? Edition, IReadOnlyList<string> Problems) Read()
    {
        if (Text is null)
        {
            return (null, [$"{Trouble} {Remedy}"]);
        }

        var reading = Judge();
        return reading.Rules is { } rules
            ? (new RulesEdition(rules, Fingerprint(), PartsWith(reading.Parts)), [])
            : (null, [.. reading.Problems.Select(p => p.ToString())]);
    }

    private Dictionary<string, string> PartsWith(IReadOnlyDictionary<string, string> parts) =>
        parts.Concat((Folder?.Files ?? []).Select(file => KeyValuePair.Create($"file {file.Part}", Hash(file.Text)))).ToDictionary(StringComparer.Ordinal);

    private static string Hash(params IEnumerable<string> texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(texts))));
}
