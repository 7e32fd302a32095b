using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Makes what rules in C# are given beside what they are asked about.</summary>
public interface IRuleServices
{
    /// <summary>The services, for one call or several that belong together.</summary>
    /// <param name="request">The request that it is about; null while there is none. Only what answers in its thread depends on it.</param>
    RuleServices For(RequestId? request);
}
