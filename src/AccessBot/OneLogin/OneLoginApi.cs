using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AccessBot.Core.Ports;

namespace AccessBot.OneLogin;

/// <summary>Calls of OneLogin's API, with a token that is renewed once if it is refused.</summary>
/// <param name="wire">Sends them.</param>
/// <param name="tokens">Gives the token.</param>
/// <param name="rank">Before whom its calls go when calls are scarce.</param>
internal sealed class OneLoginApi(OneLoginWire wire, AccessTokens tokens, CallRank rank = CallRank.Usual)
{
    /// <summary>The same, for calls that go before others.</summary>
    public OneLoginApi Ahead => new(wire, tokens, CallRank.Ahead);

    /// <summary>The same, for calls that all others go before.</summary>
    public OneLoginApi Last => new(wire, tokens, CallRank.Last);

    /// <param name="path">Below <c>/api/2/</c>, with its query.</param>
    /// <param name="purpose">What is asked for, as an infinitive.</param>
    /// <param name="cancel">The caller's.</param>
    /// <exception cref="RoleDirectoryException">No answer, or one that is neither success nor "no such thing".</exception>
    public Task<OneLoginAnswer> ReadAsync(string path, string purpose, CancellationToken cancel) => CallAsync(HttpMethod.Get, "api/2/" + path, body: null, purpose, cancel);

    /// <summary>The same of version 1: what there is no version 2 of.</summary>
    /// <param name="path">Below <c>/api/1/</c>.</param>
    /// <param name="purpose">What is asked for, as an infinitive.</param>
    /// <param name="cancel">The caller's.</param>
    /// <inheritdoc cref="ReadAsync"/>
    public Task<OneLoginAnswer> ReadFirstVersionAsync(string path, string purpose, CancellationToken cancel) =>
        CallAsync(HttpMethod.Get, "api/1/" + path, body: null, purpose, cancel);

    /// <summary>
    /// Sends a bare array of ids, also as the body of DELETE, whatever the OpenAPI says of an object (onelogin-python-sdk
    /// 4.0.1). One that OneLogin doesn't know refuses them all.
    /// </summary>
    /// <inheritdoc cref="ReadAsync"/>
    public Task<OneLoginAnswer> WriteAsync(HttpMethod method, string path, IReadOnlyList<long> ids, string purpose, CancellationToken cancel) =>
        CallAsync(method, "api/2/" + path, JsonSerializer.Serialize(ids), purpose, cancel);

    /// <summary>A PUT without a body, of version 1: what there is no version 2 of.</summary>
    /// <param name="path">Below <c>/api/1/</c>.</param>
    /// <param name="purpose">What is asked for, as an infinitive.</param>
    /// <param name="cancel">The caller's.</param>
    /// <inheritdoc cref="ReadAsync"/>
    public Task<OneLoginAnswer> PutFirstVersionAsync(string path, string purpose, CancellationToken cancel) =>
        CallAsync(HttpMethod.Put, "api/1/" + path, body: null, purpose, cancel);

    private async Task<OneLoginAnswer> CallAsync(HttpMethod method, string path, string? body, string purpose, CancellationToken cancel)
    {
        var token = await tokens.GetAsync(cancel);
        var answer = await SendAsync(token);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            // Expired or revoked, or of a secret that was rotated since. Once only: the second time it is something else.
            tokens.Drop(token);
            token = await tokens.GetAsync(cancel);
            var late = answer.MayComeLate;
            answer = await SendAsync(token);
            answer = answer with { MayComeLate = late || answer.MayComeLate };
        }

        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            // Not the token, then: the credential may not do it. There may be another one by now.
            await tokens.LookForCredentialAsync(cancel);
            var other = await tokens.GetAsync(cancel);
            answer = string.Equals(other.Value, token.Value, StringComparison.Ordinal) ? answer : await SendAsync(other);
        }

        return answer;

        async Task<OneLoginAnswer> SendAsync(AccessToken bearer)
        {
            using var request = new HttpRequestMessage(method, new Uri(bearer.Root, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Value);
            request.Options.Set(CallPlaces.Rank, rank);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            return (await wire.SendAsync(request, purpose, cancel)).Without(bearer.Value);
        }
    }
}
