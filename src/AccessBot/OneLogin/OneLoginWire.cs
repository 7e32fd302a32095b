using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using Polly.Timeout;

namespace AccessBot.OneLogin;

/// <summary>Sends one request through the pipeline and turns a broken wire into the port's exception.</summary>
internal sealed class OneLoginWire(IHttpClientFactory clients, TimeProvider time)
{
    /// <param name="request">Disposed of by the caller.</param>
    /// <param name="purpose">What is asked for, as an infinitive: "read user 7".</param>
    /// <param name="cancel">The caller's.</param>
    /// <exception cref="RoleDirectoryException">No answer came, after the pipeline's own tries.</exception>
    public async Task<OneLoginAnswer> SendAsync(HttpRequestMessage request, string purpose, CancellationToken cancel)
    {
        try
        {
            using var client = clients.CreateClient(OneLoginModule.Client);
            using var response = await client.SendAsync(request, cancel);
            return await OneLoginAnswer.ReadAsync(response, time, cancel);
        }
        catch (TimeoutRejectedException e)
        {
            throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose} and did not answer in time.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin could not be reached to {purpose}: {e.Message}", inner: e)
            {
                Code = e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } ? CheckCode.OneLoginDomain : null,
            };
        }
    }
}
