namespace AccessBot.Core.Ports;

/// <summary>Where credentials are kept beyond the settings: it is asked again when one is refused.</summary>
public interface ICredentialKeeper
{
    /// <summary>For settings that are all there is: read again, they are the same.</summary>
    static ICredentialKeeper None { get; } = new Nobody();

    /// <summary>
    /// Has a refused credential read again where it is kept, at most once a minute, and set anew. Says nothing of what came of it:
    /// whoever asks compares the credential that was refused with the one that is set now, which others may have had read meanwhile.
    /// </summary>
    /// <param name="settings">The keys that make it up, such as <c>OneLogin:ClientSecret</c>: all of them are set anew at once.</param>
    /// <param name="atMost">How long to wait. What takes longer goes on, and is set when it comes.</param>
    /// <param name="cancel">Ends the wait as well.</param>
    Task ReadAgainAsync(IReadOnlyList<string> settings, TimeSpan atMost, CancellationToken cancel);

    private sealed class Nobody : ICredentialKeeper
    {
        public Task ReadAgainAsync(IReadOnlyList<string> settings, TimeSpan atMost, CancellationToken cancel) => Task.CompletedTask;
    }
}
