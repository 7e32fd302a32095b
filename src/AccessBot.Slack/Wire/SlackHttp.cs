using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AccessBot.Slack.Wire;

/// <summary>Sends calls and reads answers: time limits, throttling, what may be tried again, what Slack's refusals look like.</summary>
internal sealed partial class SlackHttp(IHttpClientFactory http, SlackThrottle throttle, SlackPace pace, SlackMeter meter, TimeProvider clock, ILogger<SlackHttp> logger)
{
    /// <summary>The named client. It follows no redirects, has no time limit of its own and logs no addresses: a response_url is a secret.</summary>
    public const string Client = "Slack";

    private const int MostTries = 3;
    private const int MostWaits = 3;

    private static readonly TimeSpan WaitUnlessTold = TimeSpan.FromSeconds(5);

    /// <summary>Codes that say no more than: not now.</summary>
    public static IReadOnlyCollection<string> PassingCodes => Passing.Keys;

    // https://docs.slack.dev/reference/methods/chat.postMessage#errors, common to all methods. The value: whether it may have been done.
    private static readonly Dictionary<string, bool> Passing = new(StringComparer.Ordinal)
    {
        ["fatal_error"] = true,
        ["internal_error"] = true,
        ["service_unavailable"] = true,
        ["request_timeout"] = false,
        ["ratelimited"] = false,
        ["rate_limited"] = false,
        ["team_added_to_org"] = false,
    };

    /// <summary>Slack's answer, which says <c>ok</c>.</summary>
    /// <exception cref="SlackApiException">It says something else.</exception>
    /// <exception cref="SlackUnavailableException">It says nothing, or that it can't now.</exception>
    public async Task<JsonElement> SendAsync(SlackCall call, CancellationToken cancel)
    {
        var tries = 0;
        var waits = 0;
        var wasAsked = false;
        while (true)
        {
            var turn = Turn(call);
            if (turn.Wait > TimeSpan.Zero)
            {
                if (call.Repeat == SlackRepeat.Never || ++waits > MostWaits || turn.Wait > call.Patience)
                    throw new SlackUnavailableException(call.Method, "it is not its turn", mayHaveHappened: false, turn.Wait, isPutOff: !wasAsked);

                await Task.Delay(turn.Wait, clock, cancel);
                if (!turn.IsTaken || (call.Post is { } post && pace.IsClosed(post.Channel)))
                    continue;
            }

            try
            {
                wasAsked = true;
                return await meter.CountAsync(call.Method, () => TryAsync(call, cancel));
            }
            catch (SlackUnavailableException e) when (e.RetryAfter is { } wait)
            {
                // The next round waits for it, or gives up.
                Close(call, wait);
                Log.Throttled(logger, call.Method, wait.TotalSeconds);
            }
            catch (SlackUnavailableException e) when (MayRepeat(call, e) && ++tries < MostTries)
            {
                Log.TryingAgain(logger, call.Method, e);
                await Task.Delay(Pause(tries), clock, cancel);
            }
        }
    }

    private SlackTurn Turn(SlackCall call) => call.Post is { } post
        ? pace.Take(post, call.Patience)
        : new SlackTurn(throttle.Left(call.Method), IsTaken: false);

    private void Close(SlackCall call, TimeSpan wait)
    {
        if (call.Post is { } post)
            pace.Close(post.Channel, wait);
        else
            throttle.Close(call.Method, wait);
    }

    private static bool MayRepeat(SlackCall call, SlackUnavailableException e) =>
        call.Repeat == SlackRepeat.Freely || (call.Repeat == SlackRepeat.WhenNotDone && !e.MayHaveHappened);

    // 100-200 ms, then 200-400 ms.
    private static TimeSpan Pause(int tries) => TimeSpan.FromMilliseconds(50 << tries) * (1 + Random.Shared.NextDouble());

    private async Task<JsonElement> TryAsync(SlackCall call, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Address) { Content = call.Body() };
        if (call.Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Token);

        using var timeout = new CancellationTokenSource(call.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request, either.Token);
            call.Seen?.Invoke(response);
            return Read(call, response, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new SlackUnavailableException(call.Method, $"no answer within {call.Timeout.TotalSeconds:0.#} s", mayHaveHappened: true, inner: e);
        }
        catch (HttpRequestException e)
        {
            throw new SlackUnavailableException(call.Method, $"the connection failed ({e.HttpRequestError})", !NeverSent(e), inner: e);
        }
    }

    private static bool NeverSent(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    private JsonElement Read(SlackCall call, HttpResponseMessage response, byte[] body)
    {
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            throw new SlackUnavailableException(call.Method, "it is throttled", mayHaveHappened: false, RetryAfter(response));

        if ((int)response.StatusCode >= 500)
            throw new SlackUnavailableException(call.Method, $"HTTP {(int)response.StatusCode}", mayHaveHappened: true);

        var answer = Parse(body);
        // A response_url answers with no more than the text "ok".
        if (response.IsSuccessStatusCode && (Ok(answer) || (call.Token is null && answer.ValueKind == JsonValueKind.Undefined)))
            return answer;

        if (Text(answer, "error") is { } error)
        {
            throw Passing.TryGetValue(error, out var mayHaveHappened)
                ? new SlackUnavailableException(
                    call.Method, error, mayHaveHappened, error.StartsWith("rate", StringComparison.Ordinal) ? RetryAfter(response) : null)
                : new SlackApiException(call.Method, error, Text(answer, "needed"), Text(answer, "provided"), Messages(answer));
        }

        throw response.IsSuccessStatusCode
            ? new SlackUnavailableException(call.Method, "the answer is not Slack's", mayHaveHappened: true)
            : new SlackApiException(call.Method, $"http_{(int)response.StatusCode}");
    }

    private TimeSpan RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - clock.GetUtcNow() ?? WaitUnlessTold;
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }

    // A default element if it is no JSON, such as a proxy's page.
    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static bool Ok(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private static List<string> Messages(JsonElement answer)
    {
        var messages = new List<string>();
        if (answer.TryGetProperty("errors", out var errors))
            Collect(errors);

        if (answer.TryGetProperty("response_metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("messages", out var more))
        {
            Collect(more);
        }

        return messages;

        void Collect(JsonElement list)
        {
            if (list.ValueKind == JsonValueKind.Array)
                messages.AddRange(list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Slack wants to be left alone with {Method} for {Seconds} s.")]
        public static partial void Throttled(ILogger logger, string method, double seconds);

        [LoggerMessage(LogLevel.Information, "Slack did not answer {Method}; trying again.")]
        public static partial void TryingAgain(ILogger logger, string method, Exception exception);
    }
}
