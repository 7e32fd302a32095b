using AccessBot.Composition;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.OnCall;

/// <summary>What can be wrong with how a service is asked, with the remedy. No value is repeated: somebody may have put a secret into it.</summary>
internal static class ServiceSettings
{
    public static ValidateOptionsResult Judge(IReadOnlyList<string> wrong) =>
        wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

    public static IEnumerable<string> Address(string key, string address, string usual)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            yield return $"{key} is not an address of the form https://host/path. Leave it out to use {usual}.";
        }
        else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return $"{key} is plain http, which would send the key in the clear. Use https; http is accepted for this machine only.";
        }
    }

    /// <summary>What of these the access rules name; null if they name none, or can't be used, which is said by itself.</summary>
    public static Principal.OnCall? Named(IServiceProvider services, Func<Principal.OnCall, bool> which)
    {
        try
        {
            return services.GetRequiredService<RulesInForce>().Current.OnCalls.FirstOrDefault(which);
        }
        catch (RulesRefusedException)
        {
            return null;
        }
    }

    /// <param name="key">The setting.</param>
    /// <param name="value">Its value.</param>
    /// <param name="remedy">Where to get one: a sentence.</param>
    /// <param name="need">What in the rules needs it; null if nothing does.</param>
    public static IEnumerable<string> Secret(string key, string? value, string remedy, Principal.OnCall? need)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            if (need is not null)
            {
                yield return $"{key} is not set, and the access rules name {PrincipalText.InWords(need)}. {remedy}";
            }
        }
        else if (value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c > '~'))
        {
            yield return $"{key} has white space or other characters in it that no key has. Set it again without; in a file, without a line break at the end.";
        }
    }
}
