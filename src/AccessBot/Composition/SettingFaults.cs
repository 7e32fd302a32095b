using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace AccessBot.Composition;

/// <summary>Takes apart the exceptions by which settings are refused, wherever in a start that is found.</summary>
internal static partial class SettingFaults
{
    /// <summary>Everything that is wrong, a sentence or more each that begins with the setting's key; null if it is something else that went wrong.</summary>
    public static IReadOnlyList<string>? Of(Exception e) => e switch
    {
        OptionsValidationException refused => [.. refused.Failures],
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures)],
        InvalidOperationException when OfAnotherKind().Match(e.Message) is { Success: true } said =>
            [$"{said.Groups["key"].Value} is '{said.Groups["value"].Value}', which is not of the kind that is wanted ({said.Groups["type"].Value}). Correct it, or leave it out for what is usual."],
        _ => null,
    };

    // The message of Microsoft.Extensions.Configuration.Binder, which finds this before any validator is asked and has no other way to tell.
    [GeneratedRegex(@"^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type 'System\.(?<type>\w+)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex OfAnotherKind();
}
