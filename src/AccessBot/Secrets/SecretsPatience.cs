using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Timeout;

namespace AccessBot.Secrets;

/// <summary>How often and how long Secrets Manager is asked. Outside of the signature, so that each try has one of its own time.</summary>
internal static class SecretsPatience
{
    public const int Retries = 2;

    public static readonly TimeSpan Whole = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Try = TimeSpan.FromSeconds(5);

    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        pipeline.ConfigureTelemetry(NullLoggerFactory.Instance); // What came of it in the end is said by whoever wanted it.
        pipeline
            .AddTimeout(Whole)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(0.3),
                ShouldRetryAfterHeader = false,
                ShouldHandle = async args => await MayPassAsync(args.Outcome, args.Context.CancellationToken),
            })
            .AddTimeout(Try);
    }

    private static async ValueTask<bool> MayPassAsync(Outcome<HttpResponseMessage> outcome, CancellationToken cancel) => outcome switch
    {
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
        { Result.IsSuccessStatusCode: true } or { Result: null } => false,
        { Result: var response } => await SecretsManagerError.ReadAsync(response, cancel) is { } error
            ? SecretsManagerRefusal.IsPassing(error.Code)
            : (int)response.StatusCode is 429 or >= 500,
    };
}
