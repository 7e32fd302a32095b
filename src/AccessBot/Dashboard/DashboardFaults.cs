using AccessBot.Core.Ports;
using Microsoft.Extensions.Options;

namespace AccessBot.Dashboard;

/// <summary>Turns what goes wrong below <c>/jobs</c> into an answer that lets nobody in and says what it was.</summary>
internal sealed partial class DashboardFaults(RequestDelegate next, ILogger<DashboardFaults> logger)
{
    // Microsoft.IdentityModel.Protocols, where the discovery document can't be read; it has no type of its own.
    private const string NoDiscovery = "IDX20803";

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Clear();
            if (Who(e) is { } who)
            {
                Log.Away(logger, e, who);
                await DashboardPage.AwayAsync(http, who);
            }
            else
            {
                Log.Broken(logger, e);
                await DashboardPage.BrokenAsync(http);
            }
        }
    }

    /// <summary>Whether somebody who was asked did not answer.</summary>
    public static bool IsAway(Exception e) => Who(e) is not null;

    private static string? Who(Exception e) => e switch
    {
        WorkspaceUnavailableException => "Slack",
        RoleDirectoryException or HttpRequestException => "OneLogin",
        OperationCanceledException => "Slack or OneLogin",
        StoreUnavailableException => "The database",
        InvalidOperationException when e.Message.StartsWith(NoDiscovery, StringComparison.Ordinal) => "OneLogin",
        OptionsValidationException => null,
        { InnerException: { } inner } => Who(inner),
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Nobody is let in to the dashboard while it can't be told who they are: {Who} does not answer")]
        public static partial void Away(ILogger logger, Exception e, string who);

        [LoggerMessage(LogLevel.Error, "The dashboard could not be shown")]
        public static partial void Broken(ILogger logger, Exception e);
    }
}
