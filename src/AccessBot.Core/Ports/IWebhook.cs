using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Tells somebody else's service of a request.</summary>
public interface IWebhook
{
    /// <summary>What it is told of the request as it is now: the same for as long as nothing of it changes.</summary>
    byte[] Write(Request request);

    /// <summary>Posts it.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="delivery">Names this version of this request, for who gets it twice.</param>
    /// <param name="document">What <see cref="Write"/> gave.</param>
    /// <param name="cancel">Ends the wait; it may have arrived.</param>
    /// <exception cref="WebhookException">It was not taken.</exception>
    Task PostAsync(Uri address, string delivery, byte[] document, CancellationToken cancel);
}
