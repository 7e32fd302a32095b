using System.Diagnostics.Metrics;

namespace AccessBot.Slack.Wire;

/// <summary>Counts and times calls of Slack's methods, each try by itself.</summary>
internal sealed class SlackMeter(IMeterFactory meters, TimeProvider clock)
{
    public const string Name = "accessbot.slack.call.duration";

    /// <summary>The tag with the method; a response_url is <c>response_url</c>.</summary>
    public const string MethodTag = "accessbot.slack.method";

    /// <summary>The tag that says what came of it: <c>ok</c>, <c>throttled</c>, <c>unavailable</c>, <c>cancelled</c>, or Slack's own word for why not.</summary>
    public const string OutcomeTag = "accessbot.outcome";

    private readonly Histogram<double> _seconds = meters.Create(SlackModule.TelemetryName).CreateHistogram(
        Name, "s", "Calls of Slack's methods, by what came of them.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public async Task<T> CountAsync<T>(string method, Func<Task<T>> call)
    {
        var since = clock.GetTimestamp();
        var outcome = "ok";
        try
        {
            return await call();
        }
        catch (Exception e)
        {
            outcome = e switch
            {
                SlackApiException refused => refused.Error,
                SlackUnavailableException { RetryAfter: not null } => "throttled",
                SlackUnavailableException => "unavailable",
                OperationCanceledException => "cancelled",
                _ => "failed",
            };
            throw;
        }
        finally
        {
            _seconds.Record(
                clock.GetElapsedTime(since).TotalSeconds,
                KeyValuePair.Create<string, object?>(MethodTag, method),
                KeyValuePair.Create<string, object?>(OutcomeTag, outcome));
        }
    }
}
