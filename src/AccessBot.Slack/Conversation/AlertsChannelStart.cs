using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Conversation;

/// <summary>Says at start that nobody will be called.</summary>
internal sealed partial class AlertsChannelStart(IOptions<SlackOptions> options, ILogger<AlertsChannelStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Value.AlertsChannel))
        {
            Log.None(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Slack:AlertsChannel is not set: that access is overdue is said in this log and at /healthz/ready, and nobody is called")]
        public static partial void None(ILogger logger);
    }
}
