namespace AccessBot.OneLogin;

/// <summary>Has each try of a call counted, nearest to the wire.</summary>
internal sealed class MeteredTries(OneLoginMeter meter) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        meter.CountAsync(request, () => base.SendAsync(request, cancellationToken));
}
