using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Sandbox.Slack;

/// <summary>Serves a simulated workspace.</summary>
public static class SlackEndpoints
{
    /// <summary>Maps the Web API under <c>/slack/api/</c>, which is the base address to give to the bot, response_urls under <c>/slack/response/</c>, and Socket Mode at <c>/slack/link</c>.</summary>
    public static IEndpointRouteBuilder MapSlack(this IEndpointRouteBuilder endpoints, SlackWorkspace workspace)
    {
        // The port is known only once the server listens, which may be after mapping.
        workspace.HostAddress = () =>
        {
            var addresses = endpoints.ServiceProvider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
            return new(addresses?.FirstOrDefault() ?? "http://localhost/");
        };
        var api = new WebApi(workspace);
        endpoints.MapMethods("/slack/api/{method}", [HttpMethods.Get, HttpMethods.Post], (HttpContext context, string method) => api.AnswerAsync(context, method));
        endpoints.MapPost("/slack/response/{id}", (HttpContext context, string id) => api.AnswerResponseUrlAsync(context, id));
        endpoints.MapGet("/slack/link", (HttpContext context) => new SocketEndpoint(workspace).AcceptAsync(context));
        return endpoints;
    }
}
