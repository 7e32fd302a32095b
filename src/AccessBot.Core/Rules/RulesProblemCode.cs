using System.Collections.Frozen;

namespace AccessBot.Core.Rules;

/// <summary>The codes of problems with a rules file. They are never renamed: scripts look for them.</summary>
public static class RulesProblemCode
{
    public const string BrokenYaml = "broken-yaml";
    public const string YamlFeature = "yaml-feature";
    public const string TooLarge = "too-large";
    public const string EmptyFile = "empty-file";
    public const string WrongKind = "wrong-kind";
    public const string DuplicateKey = "duplicate-key";
    public const string UnknownKey = "unknown-key";
    public const string MissingKey = "missing-key";
    public const string NotSupported = "not-supported";
    public const string EmptyList = "empty-list";
    public const string DuplicateValue = "duplicate-value";
    public const string UnknownTarget = "unknown-target";
    public const string UnknownField = "unknown-field";
    public const string BadVersion = "bad-version";
    public const string BadName = "bad-name";
    public const string BadText = "bad-text";
    public const string BadFlag = "bad-flag";
    public const string BadNumber = "bad-number";
    public const string BadDuration = "bad-duration";
    public const string BadPattern = "bad-pattern";
    public const string BadPrincipal = "bad-principal";
    public const string BadZone = "bad-zone";
    public const string BadId = "bad-id";
    public const string BadAddress = "bad-address";
    public const string Contradiction = "contradiction";
    public const string BadFolder = "bad-folder";
    public const string CodeError = "code-error";
    public const string CodeClass = "code-class";
    public const string UnknownRule = "unknown-rule";

    /// <summary>Every code, with what it means.</summary>
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [BrokenYaml] = "The file is not YAML.",
        [YamlFeature] = "YAML has this, the rules don't: tags, several documents, merge keys, keys that are lists.",
        [TooLarge] = "The file, one of its lists, a form or its depth is too large.",
        [EmptyFile] = "The file has no rules in it.",
        [WrongKind] = "A list where a mapping is wanted, or the like.",
        [DuplicateKey] = "A key stands twice in one mapping.",
        [UnknownKey] = "A key that the rules don't have.",
        [MissingKey] = "A key that must be there is not.",
        [NotSupported] = "This version of AccessBot does not do this.",
        [EmptyList] = "A list or mapping with nothing in it.",
        [DuplicateValue] = "A list names the same thing twice, or two things look the same to people.",
        [UnknownTarget] = "A flow names a target that is not under targets.",
        [UnknownField] = "A condition names a field that the flow doesn't have.",
        [BadVersion] = "The version of the rules' format is not one that is known.",
        [BadName] = "The name of a target, flow or field is not made as names are.",
        [BadText] = "A text that is empty, too long, or on several lines.",
        [BadFlag] = "Neither true nor false.",
        [BadNumber] = "Not a whole number, or out of range.",
        [BadDuration] = "Not a duration, or out of range.",
        [BadPattern] = "Not a regular expression.",
        [BadPrincipal] = "Does not say who is meant, or can't be meant here.",
        [BadZone] = "Not a time zone that the machine knows.",
        [BadId] = "Not an id of the kind that is wanted.",
        [BadAddress] = "Not an address that a webhook can have.",
        [Contradiction] = "Two settings that can't both be meant.",
        [BadFolder] = "The rules folder is not there, can't be read, is too large, or has no file in C#.",
        [CodeError] = "A rule in C# does not compile; the message ends with the compiler's own code.",
        [CodeClass] = "A rule's class can't be used: it can't be made, or its name is there twice. Or there is none.",
        [UnknownRule] = "A class is named that isn't in the rules folder, or has nothing to say to what it is named for.",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
