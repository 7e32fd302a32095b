using AccessBot.Core.People;
using AccessBot.Slack;
using Microsoft.Extensions.Options;

namespace AccessBot.Identity;

/// <summary>Reads how people are found, for Core.</summary>
internal static class IdentityModule
{
    /// <summary>Adds <see cref="IdentitySettings"/>, from the configuration section <c>Identity</c>, which is checked at start.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>();
        services.AddOptions<IdentityOptions>().BindConfiguration(IdentityOptions.Section).ValidateOnStart();
        return services.AddSingleton(provider => new IdentitySettings(
            AliasDomains.Read(provider.GetRequiredService<IOptions<IdentityOptions>>().Value.AliasDomains, out _) ?? AliasDomains.None,
            provider.GetRequiredService<IOptions<SlackOptions>>().Value.Command));
    }
}
