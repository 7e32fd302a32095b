using System.Security.Cryptography;
using System.Text;
using AccessBot.Core.Rules;

namespace AccessBot.Composition;

/// <summary>What stood in the file with the access rules at one moment. Equal if the same stood in it.</summary>
/// <param name="File">The file, as the settings name it.</param>
/// <param name="Text">All of it; null if it can't be read.</param>
/// <param name="Trouble">Why it can't.</param>
internal sealed record RulesOnDisk(string File, string? Text, string? Trouble)
{
    /// <summary>What to do about a file that can't be read.</summary>
    public const string Remedy = "Set Access:File to their place.";

    /// <summary>Looks at the file. Whatever it is a link to: a mounted ConfigMap is changed by turning a link.</summary>
    public static RulesOnDisk Look(string file)
    {
        try
        {
            return new RulesOnDisk(file, System.IO.File.ReadAllText(file), Trouble: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RulesOnDisk(file, Text: null, $"The access rules {Path.GetFullPath(file)} can't be read: {e.Message}");
        }
    }

    /// <summary><see cref="RulesEdition.Fingerprint"/>.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text ?? "")));

    /// <summary>The rules, or what is wrong, a line each.</summary>
    public (RulesEdition? Edition, IReadOnlyList<string> Problems) Read()
    {
        if (Text is null)
        {
            return (null, [$"{Trouble} {Remedy}"]);
        }

        var reading = RulesFile.Read(Text, File);
        return reading.Rules is { } rules
            ? (new RulesEdition(rules, Fingerprint(), reading.Parts), [])
            : (null, [.. reading.Problems.Select(p => p.ToString())]);
    }
}
