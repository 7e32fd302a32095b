using System.Text.RegularExpressions;
using AccessBot.Core.Checking;
using Microsoft.Extensions.Options;

namespace AccessBot.Composition;

/// <summary>Everything that is wrong with the settings, as a start would say it, by the validators that a start asks.</summary>
internal static partial class SettingsCheck
{
    /// <param name="settings">Those of the command line; the others are where a start finds them.</param>
    /// <param name="build">Makes the services, of which none is started.</param>
    public static IReadOnlyList<CheckProblem> Look(string[] settings, Func<string[], WebApplication> build)
    {
        var sentences = new List<string>();
        try
        {
            Validate(settings, build, sentences);
        }
        catch (OptionsValidationException e)
        {
            // A provider that there isn't keeps the services from being made: with one that there is, the other settings can be looked at.
            sentences.AddRange(e.Failures);
            Validate([.. settings, $"--Database:Provider={default(Persistence.DatabaseProvider)}"], build, sentences);
        }

        return [.. sentences.Distinct(StringComparer.Ordinal).Select(Problem)];
    }

    /// <summary>A sentence that begins with the key that it is about, as those of the validators do, and goes on with what to do.</summary>
    internal static CheckProblem Problem(string sentence)
    {
        var key = Key().Match(sentence).Value;
        var end = sentence.IndexOf(". ", StringComparison.Ordinal) + 1;
        return end > 0
            ? new CheckProblem(CheckCode.BadSetting, key, sentence[..end], sentence[(end + 1)..])
            : new CheckProblem(CheckCode.BadSetting, key, sentence, "");
    }

    private static void Validate(string[] settings, Func<string[], WebApplication> build, List<string> sentences)
    {
        using var app = build(settings);
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception e) when (SettingFaults.Of(e) is { } faults)
        {
            sentences.AddRange(faults);
        }
    }

    [GeneratedRegex("^[A-Za-z]+(:[A-Za-z0-9]+)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Key();
}
