using Microsoft.Extensions.Options;

namespace AccessBot.Secrets;

/// <summary>Says what is wrong with the section, and which settings refer to what can't be read: with the other settings' problems, at start.</summary>
internal sealed class SecretsOptionsValidator(SecretSettings settings) : IValidateOptions<SecretsOptions>
{
    private const int Day = 24 * 60;

    public ValidateOptionsResult Validate(string? name, SecretsOptions options)
    {
        List<string> wrong = [.. Region(options.Region), .. CacheMinutes(options.CacheMinutes), .. settings.ProblemsAtStart];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Region(string? region)
    {
        if (!string.IsNullOrEmpty(region) && !AwsAddress.IsRegion(region))
        {
            yield return $"Secrets:Region is '{region}', which is not the name of an AWS region. Give one like eu-central-1, or leave it out to have AWS's own settings say it.";
        }
    }

    private static IEnumerable<string> CacheMinutes(int minutes)
    {
        if (minutes is < 1 or > Day)
        {
            yield return $"Secrets:CacheMinutes is {minutes}. Give a number from 1 to {Day}, or leave it out for 30.";
        }
    }
}
