using AccessBot.Core.Rules;

namespace AccessBot.Core.Ports;

/// <summary>Who is on call, as a service outside says. It answers within a time that somebody with a form before them waits, or throws.</summary>
public interface IOnCallDirectory
{
    /// <summary>The e-mail addresses of those who are on call now or were less than a minute ago, compared without case; empty if nobody is.</summary>
    /// <exception cref="OnCallUnavailableException">The service doesn't say, or has no such schedule.</exception>
    Task<IReadOnlySet<string>> OnCallAsync(Principal.OnCall rota, CancellationToken cancel);
}
