using System.Text.RegularExpressions;

namespace AccessBot.Composition;

/// <summary>A setting whose text can't be made into what it is meant to be: the configuration says so by an exception, before any validator is asked.</summary>
internal static partial class UnfitSetting
{
    /// <summary>A sentence for an operator; null if it is something else that went wrong.</summary>
    public static string? Sentence(InvalidOperationException e) => Convert().Match(e.Message) is { Success: true } match
        ? $"{match.Groups["key"].Value} is '{match.Groups["value"].Value}', which is not of the kind that is wanted ({match.Groups["type"].Value}). Correct it, or leave it out for what is usual."
        : null;

    // The message of Microsoft.Extensions.Configuration.Binder; it has no other way to tell.
    [GeneratedRegex(@"^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type 'System\.(?<type>\w+)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Convert();
}
