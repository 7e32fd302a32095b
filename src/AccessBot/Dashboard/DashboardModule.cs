using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.Options;

namespace AccessBot.Dashboard;

/// <summary>Hangfire's dashboard at <c>/jobs</c>, for admins who sign in with OneLogin. Where its settings aren't, nothing of it is made.</summary>
internal static class DashboardModule
{
    /// <summary>A set of keys has some kilobytes.</summary>
    private const int MostAnswerBytes = 1024 * 1024;

    /// <summary>
    /// What Hangfire's pages need and no more: their own scripts, styles, fonts and numbers. Of styles that stand in a page only attributes are let through
    /// (<c>style-src-attr</c>), into which it writes colours and widths, and the one sheet that its charts add, by its hash; no script stands in a page.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='; style-src-attr 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // ASP.NET Core puts the middleware ahead of everything by itself wherever there is authentication, unless this says that it is there (WebApplicationBuilder).
    // Slack's deliveries and probes have nothing to do with it, and must not depend on its settings.
    private const string AuthenticationIsThere = "__AuthenticationMiddlewareSet";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Adds it if the settings have it. Needs everything else.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<DashboardOptions>, DashboardOptionsValidator>();
        services.AddOptions<DashboardOptions>().BindConfiguration(DashboardOptions.Section).ValidateOnStart();
        services.AddHttpClient(SignIn.Scheme, http =>
            {
                http.Timeout = Longest;
                http.MaxResponseContentBufferSize = MostAnswerBytes;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("AccessBot");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // It would take the client secret to somewhere else.
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers();
        services.AddSingleton<IOnlineCheck, DashboardCheck>();
        return IsSet(configuration) ? services.AddSignIn() : services;
    }

    /// <summary>Serves it if the settings have it.</summary>
    public static void UseDashboard(this WebApplication app)
    {
        if (!IsSet(app.Configuration))
        {
            return;
        }

        ((IApplicationBuilder)app).Properties[AuthenticationIsThere] = true;
        app.Map(DashboardOptions.Path, jobs =>
        {
            jobs.UseMiddleware<DashboardFaults>();
            jobs.UseMiddleware<ReadingOnly>();
            jobs.UseAuthentication();
            jobs.UseMiddleware<DashboardDoor>();
            jobs.Use(static (http, next) =>
            {
                http.Response.Headers.ContentSecurityPolicy = Policy;
                return next(http);
            });
            jobs.UseHangfireDashboard("", new Hangfire.DashboardOptions
            {
                // The door has let them in.
                Authorization = [],
                IsReadOnlyFunc = static _ => true,
                IgnoreAntiforgeryToken = true,
                AppPath = null,
                DashboardTitle = "AccessBot jobs",
                DisplayNameFunc = static (_, job) => NameOf(job),
                DisplayStorageConnectionString = false,
            });
        });
    }

    /// <summary>What a job is for: "Grant 0198f0…", and not the method that they nearly all are calls of.</summary>
    private static string NameOf(Job job) => job.Args is [Errand errand, string request, ..] ? $"{errand} {request}" : job.Method.Name;

    private static bool IsSet(IConfiguration configuration) => configuration.GetSection(DashboardOptions.Section).Get<DashboardOptions>()?.IsSet == true;
}
