namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// One way for a call to go wrong. <see cref="AfterEffect"/> moves the trouble behind the write: what was asked for is
/// done and only the reply is lost, late or wrong, as happens with gateways and dropped connections.
/// </summary>
public sealed record OneLoginFault
{
    private OneLoginFault()
    {
    }

    public static OneLoginFault InternalError { get; } = new() { Status = 500 };

    /// <summary>With a body of HTML, as gateways send it.</summary>
    public static OneLoginFault BadGateway { get; } = new() { Status = 502 };

    public static OneLoginFault Unavailable { get; } = new() { Status = 503 };

    public static OneLoginFault GatewayTimeout { get; } = new() { Status = 504 };

    /// <summary>The answer for an expired token, whatever token was sent.</summary>
    public static OneLoginFault Unauthorized { get; } = new() { Status = 401 };

    /// <summary>The connection is closed without a reply.</summary>
    public static OneLoginFault Dropped { get; } = new();

    public bool AfterEffect { get; init; }

    /// <summary>
    /// What was asked for is done, late as it is, even if the caller gives up or dies while it is held back: a server behind a
    /// gateway need not hear of that.
    /// </summary>
    public bool CarriesOn { get; init; }

    internal int? Status { get; private init; }

    internal TimeSpan? RetryAfter { get; private init; }

    internal TimeSpan Delay { get; private init; }

    public static OneLoginFault TooManyRequests(TimeSpan? retryAfter = null) => new() { Status = 429, RetryAfter = retryAfter };

    /// <summary>The right answer, but late, by the tenant's clock.</summary>
    public static OneLoginFault Slow(TimeSpan delay) => new() { Delay = delay };
}
