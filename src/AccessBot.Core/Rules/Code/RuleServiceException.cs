namespace AccessBot.Core.Rules.Code;

/// <summary>A service that a rule asked did not do what it was asked. A rule that doesn't catch it fails closed.</summary>
public sealed class RuleServiceException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="code">The service and what was wrong, such as <c>OneLogin:NOT_FOUND</c>.</param>
    /// <param name="message">For operators; holds no secret.</param>
    /// <param name="inner">What it came from.</param>
    public RuleServiceException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>
    /// <c>OneLogin:</c>, <c>Slack:</c>, <c>OnCall:</c> or <c>Database:</c> with one of <c>UNAVAILABLE</c> (try again later), <c>AUTH_FAILED</c> (the credential, or a scope that it
    /// lacks), <c>NOT_FOUND</c>, <c>REJECTED</c>, <c>TOO_LARGE</c>.
    /// </summary>
    public string Code { get; }
}
