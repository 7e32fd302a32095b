using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AccessBot.Dashboard;

/// <summary>Registers how people sign in. In a class of its own, as whatever touches it has all of OpenID Connect loaded.</summary>
/// <remarks>Without <c>AddAuthentication</c>, which would bring ASP.NET Core's own keys, and write them somewhere at start.</remarks>
internal static class SignInModule
{
    // It has an error with a stack trace for whatever comes of a sign-in but a session; SignInEvents says the same at the level that it is worth.
    private const string SaysItself = "Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectHandler";

    /// <summary>Adds it.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.AddSingleton<IDataProtectionProvider, SessionKeys>();
        services.AddSingleton<IAuthenticationConfigurationProvider, NoFurtherSettings>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>>(provider => provider.GetRequiredService<SignIn>());
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>>(provider => provider.GetRequiredService<SignIn>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIdConnectOptions>>(Changes<OpenIdConnectOptions>(SignIn.Scheme));
        services.AddSingleton<IOptionsChangeTokenSource<CookieAuthenticationOptions>>(Changes<CookieAuthenticationOptions>(SignIn.Session));
        services.AddTransient<SignInEvents>();
        services.AddLogging(static logging => logging.AddFilter(SaysItself, LogLevel.None));
        new AuthenticationBuilder(services).AddCookie(SignIn.Session).AddOpenIdConnect(SignIn.Scheme, static _ => { });
        return services;
    }

    private static Func<IServiceProvider, IOptionsChangeTokenSource<T>> Changes<T>(string name) =>
        provider => new ConfigurationChangeTokenSource<T>(name, provider.GetRequiredService<IConfiguration>());

    /// <summary>ASP.NET Core would also read <c>Authentication:Schemes:…</c>, by which more could be set than the manual names.</summary>
    private sealed class NoFurtherSettings : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
