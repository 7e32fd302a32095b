using AccessBot.Core.People;
using Microsoft.Extensions.Options;

namespace AccessBot.Identity;

/// <summary>Says what is wrong with the section, with the remedy.</summary>
internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    public ValidateOptionsResult Validate(string? name, IdentityOptions options) => AliasDomains.Read(options.AliasDomains, out var trouble) is not null
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Identity:AliasDomains can't be used: {trouble}. Write the main domain, an equals sign and its aliases, for example acme.com=acme.io,acme.co.uk; several of these with semicolons between.");
}
