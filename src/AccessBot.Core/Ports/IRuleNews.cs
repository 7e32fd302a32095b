using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>What rules in C# have not been told yet, in the rows (<see cref="Request.RulesTold"/>). A request whose flow has no rules is in none of it.</summary>
public interface IRuleNews
{
    /// <summary>Requests of which something is left to tell, longest first.</summary>
    Task<IReadOnlyList<RequestId>> BehindAsync(int most, CancellationToken cancel);

    /// <summary>Saves that everything up to this entry is told. It never goes back; the request itself is left alone.</summary>
    Task ToldAsync(RequestId request, int number, CancellationToken cancel);

    /// <summary>Holds the telling of a request until disposed; null if somebody, on whatever node, is at it.</summary>
    Task<IAsyncDisposable?> TryHoldAsync(RequestId request, CancellationToken cancel);
}
