using AccessBot.Core.Ports;
using Microsoft.Extensions.Options;

namespace AccessBot.Webhooks;

/// <summary>Webhooks, as the rest of AccessBot sees them: <see cref="IWebhook"/>.</summary>
internal static class WebhookModule
{
    /// <summary>Adds them. The section <c>Webhooks</c> is checked at start.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
        services.AddHttpClient(Webhook.Client, http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // Each call is bounded, by the injected clock.
                http.DefaultRequestHeaders.UserAgent.ParseAdd("AccessBot");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // It would take the request, and what it says of people, to somewhere else.
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers(); // They write addresses, and the path of one may be a secret.
        return services.AddSingleton<IWebhook, Webhook>();
    }
}
