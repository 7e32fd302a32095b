using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Receiving;

/// <summary>What is behind <c>/slack/events</c> while Slack's deliveries come by Socket Mode: nothing, and why.</summary>
internal sealed partial class ClosedHttpDoor(ILogger<ClosedHttpDoor> logger)
{
    private const string Why =
        "AccessBot gets Slack's deliveries by Socket Mode, so nothing is taken here. If Slack sends them here, turn Socket Mode on in the Slack app, "
        + "or set Slack:Transport to Http.";

    public Task HandleAsync(HttpContext http)
    {
        Log.Closed(logger);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Why, http.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Something was posted to /slack/events, where nothing is taken: " + Why)]
        public static partial void Closed(ILogger logger);
    }
}
