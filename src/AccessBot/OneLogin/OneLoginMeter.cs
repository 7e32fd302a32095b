using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AccessBot.OneLogin;

/// <summary>Counts and times calls of OneLogin's API, each try by itself.</summary>
internal sealed partial class OneLoginMeter(IMeterFactory meters, TimeProvider clock)
{
    public const string Name = "accessbot.onelogin.call.duration";

    /// <summary>The tag with the verb and the path, in which <c>{id}</c> stands for whoever is meant.</summary>
    public const string RouteTag = "accessbot.onelogin.route";

    /// <summary>The tag that says what came of it: the HTTP status, <c>unanswered</c>, or <c>cancelled</c>, which is also what ran out of time.</summary>
    public const string OutcomeTag = "accessbot.outcome";

    private readonly Histogram<double> seconds = meters.Create(Telemetry.AccessMeter.Name).CreateHistogram(
        Name, "s", "Calls of OneLogin's API, by what came of them.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    public async Task<HttpResponseMessage> CountAsync(HttpRequestMessage request, Func<Task<HttpResponseMessage>> call)
    {
        var since = clock.GetTimestamp();
        var outcome = "unanswered";
        try
        {
            var response = await call();
            outcome = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        catch (OperationCanceledException)
        {
            outcome = "cancelled";
            throw;
        }
        finally
        {
            seconds.Record(
                clock.GetElapsedTime(since).TotalSeconds,
                KeyValuePair.Create<string, object?>(RouteTag, $"{request.Method} {Ids().Replace(request.RequestUri?.AbsolutePath ?? "", "/{id}")}"),
                KeyValuePair.Create<string, object?>(OutcomeTag, outcome));
        }
    }

    [GeneratedRegex("(?<!/api)/[0-9]+(?=/|$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Ids();
}
