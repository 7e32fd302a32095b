using System.Globalization;
using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace AccessBot.OneLogin;

/// <summary>How often, how long and how many at once: what every call to OneLogin goes through.</summary>
/// <remarks>
/// <para>From the outside in: the whole call is bounded, then it is tried again, then it queues for one of the places
/// (<see cref="ICallPlaces"/>), then each try is bounded. A call that waits for its next try holds no place, so one bad user
/// doesn't hold up the others; the time in the queue counts towards the whole, because a caller is better told than left waiting.</para>
/// <para>Writes are tried again like reads: adding and removing say what should be so, and callers judge by reading back.</para>
/// </remarks>
internal static class OneLoginPatience
{
    public const int Retries = 4;

    public static readonly TimeSpan Whole = TimeSpan.FromSeconds(45);
    public static readonly TimeSpan Try = TimeSpan.FromSeconds(10);

    /// <summary>Asked to wait longer than this, a call gives up at once: its caller's own schedule is the better place to wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly HttpRequestOptionsKey<bool> OneUnanswered = new("AccessBot.OneUnanswered");

    /// <summary>The whole of a call.</summary>
    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        pipeline
            .AddTimeout(Whole)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(8),
                ShouldHandle = args => ValueTask.FromResult(MayPass(args.Outcome, time)),
                OnRetry = args =>
                {
                    if (IsUnanswered(args.Outcome))
                    {
                        args.Context.GetRequestMessage()?.Options.Set(OneUnanswered, value: true);
                    }

                    return ValueTask.CompletedTask;
                },
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result is { } response ? AskedToWait(response, time) : null),
            });
    }

    /// <summary>One try.</summary>
    public static void ConfigureTry(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        pipeline.AddTimeout(Try);
    }

    /// <summary>
    /// OneLogin's pages say only that calls above the limit "return an error" ("Get Rate Limit"), so 429 is taken as such, and
    /// so is a 400 or 403 that comes with nothing remaining.
    /// </summary>
    public static bool IsThrottled(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests
        || (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden && Number(response, "X-RateLimit-Remaining") == 0);

    /// <summary>How long the answer asks to wait: Retry-After or, when throttled, X-RateLimit-Reset, which is seconds to go and not a date ("Get Rate Limit").</summary>
    public static TimeSpan? AskedToWait(HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ when IsThrottled(response) && Number(response, "X-RateLimit-Reset") is { } seconds => TimeSpan.FromSeconds(seconds),
            _ => TimeSpan.Zero,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>For how long nobody should call after this answer; null if it doesn't say. Also when the budget is just used up ("Get Rate Limit"), before a call is refused for it.</summary>
    public static TimeSpan? Pause(HttpResponseMessage response, TimeProvider time) => IsThrottled(response) || response.StatusCode == HttpStatusCode.ServiceUnavailable
        ? AskedToWait(response, time)
        : Number(response, "X-RateLimit-Remaining") == 0 && Number(response, "X-RateLimit-Reset") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether a try of this call had no answer of OneLogin's: it may do what was asked all the same, and later than a try after it.</summary>
    public static bool LeftOneUnanswered(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(OneUnanswered, out var unanswered) && unanswered;

    // A gateway's answer is not OneLogin's: it may have passed the call on.
    private static bool IsUnanswered(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is not { StatusCode: not (HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout) };

    private static bool MayPass(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome switch
    {
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
        { Result: { } response } => IsPassing(response) && !(AskedToWait(response, time) > LongestWait),
        _ => false,
    };

    // A write that answered 500 did something and broke: what it did is found by reading back, not by doing it again.
    private static bool IsPassing(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.InternalServerError => response.RequestMessage is { } request && (request.Method == HttpMethod.Get || AccessTokens.IsFor(request)),
        _ => IsThrottled(response),
    };

    private static long? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 1_000_000) : null;
}
