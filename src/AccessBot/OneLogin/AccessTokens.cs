using System.Net;
using System.Text;
using System.Text.Json;
using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using Microsoft.Extensions.Options;

namespace AccessBot.OneLogin;

/// <summary>The token that calls carry: fetched when needed, kept until shortly before its end, one request at a time for all who wait.</summary>
/// <remarks>
/// It is never revoked, not even at shutdown: OneLogin gives every holder of a credential the same token ("Generate Tokens
/// v2"), so one process's revocation would cut off the others.
/// </remarks>
internal sealed partial class AccessTokens(
    OneLoginWire wire, IOptionsMonitor<OneLoginOptions> options, ICredentialKeeper keeper, TimeProvider time, ILogger<AccessTokens> log)
{
    private const string Path = "auth/oauth2/v2/token"; // Not the older one without v2, which ends the tokens that it gave before.
    private const string Purpose = "give AccessBot a token";

    private static readonly string[] Credential = [$"{OneLoginOptions.Section}:{nameof(OneLoginOptions.ClientId)}", $"{OneLoginOptions.Section}:{nameof(OneLoginOptions.ClientSecret)}"];
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private OneLoginCredential? holder;
    private AccessToken? held;
    private Task<AccessToken>? flight;
    private OneLoginCredential? passenger;

    /// <summary>Whether this request asks for a token.</summary>
    public static bool IsFor(HttpRequestMessage request) => request.RequestUri?.AbsolutePath.EndsWith("/" + Path, StringComparison.Ordinal) == true;

    /// <summary>A token for the credential that is configured now.</summary>
    /// <exception cref="RoleDirectoryException">There is none to be had.</exception>
    public async Task<AccessToken> GetAsync(CancellationToken cancel)
    {
        var credential = OneLoginCredential.Current(options);
        AccessToken? old;
        Task<AccessToken> fetching;
        lock (gate)
        {
            old = credential.Is(holder) ? held : null;
            if (old is not null && time.GetUtcNow() < old.RenewAt)
            {
                return old;
            }

            // It flies for everybody who waits, so nobody's cancellation may end it; the pipeline bounds it.
            if (flight is null || !credential.Is(passenger))
            {
                // Its passenger is the one whom it ends for; who joins it later must not take that place, or it would never end.
                (flight, passenger) = (Task.Run(() => FetchAsync(credential), CancellationToken.None), credential);
            }

            fetching = flight;
        }

        try
        {
            return await fetching.WaitAsync(cancel);
        }
        catch (RoleDirectoryException e) when (old is not null && time.GetUtcNow() < old.EndsAt)
        {
            Log.RenewalFailed(log, e.Fault, old.EndsAt);
            Keep(old);
            return old;
        }
    }

    /// <summary>Forgets this token, which OneLogin refused; one that somebody else has fetched since stays.</summary>
    public void Drop(AccessToken refused)
    {
        lock (gate)
        {
            held = ReferenceEquals(held, refused) || string.Equals(held?.Value, refused.Value, StringComparison.Ordinal) ? null : held;
        }
    }

    /// <summary>OneLogin refused what it had given a token for, or the credential itself: has that looked for again where it is kept.</summary>
    public Task LookForCredentialAsync(CancellationToken cancel) => keeper.ReadAgainAsync(Credential, LongestLook, cancel);

    private void Keep(AccessToken old)
    {
        lock (gate)
        {
            held = ReferenceEquals(held, old) ? old.Postponed(time.GetUtcNow()) : held;
        }
    }

    private async Task<AccessToken> FetchAsync(OneLoginCredential credential)
    {
        AccessToken? token = null;
        var used = credential;
        try
        {
            var answer = await AskAsync(credential);
            if (IsRefusal(answer))
            {
                await LookForCredentialAsync(CancellationToken.None);
                used = OneLoginCredential.Current(options);
                answer = used.Is(credential) ? answer : await AskAsync(used);
            }

            return token = Read(answer, used);
        }
        finally
        {
            lock (gate)
            {
                if (ReferenceEquals(passenger, credential))
                {
                    (flight, passenger) = (null, null);
                }

                (holder, held) = token is null ? (holder, held) : (used, token);
            }
        }
    }

    private async Task<OneLoginAnswer> AskAsync(OneLoginCredential credential)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(credential.Root, Path));
        request.Headers.Authorization = credential.Basic;
        request.Options.Set(CallPlaces.Rank, CallRank.Ahead); // Every call waits for it.
        request.Content = new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json");

        return await wire.SendAsync(request, Purpose, CancellationToken.None);
    }

    private AccessToken Read(OneLoginAnswer answer, OneLoginCredential credential)
    {
        if (!answer.IsSuccess)
        {
            throw Refusal(answer.Without(credential.Secret), credential.Root);
        }

        var token = AccessToken.Read(answer.Json(JsonValueKind.Object, Purpose), credential.Root, time.GetUtcNow()) ?? throw answer.Unreadable(Purpose);
        Log.Got(log, token.EndsAt);
        return token;
    }

    // 500 is what the credential of a deleted user gets, see below.
    private static bool IsRefusal(OneLoginAnswer answer) => answer is
    {
        IsThrottled: false, Status: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError,
    };

    private static RoleDirectoryException Refusal(OneLoginAnswer answer, Uri root) => answer switch
    {
        { IsThrottled: false, Status: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new(
            RoleDirectoryFault.Misconfigured,
            $"OneLogin refuses AccessBot's API credential ({answer.Complaint ?? answer.Status.ToString()}). Check OneLogin:ClientId and OneLogin:ClientSecret against Developers > API Credentials in OneLogin.",
            answer.RequestId),
        { Status: HttpStatusCode.NotFound } => new(
            RoleDirectoryFault.Misconfigured,
            $"There is no OneLogin at {root}: it has no token endpoint. Check OneLogin:Domain and OneLogin:BaseUrl.",
            answer.RequestId) { Code = CheckCode.OneLoginDomain },

        // "If you delete a user, any credentials they created will fail to work and return an HTTP 500" ("Generate Tokens v2").
        { Status: HttpStatusCode.InternalServerError } => new(
            RoleDirectoryFault.Unavailable,
            "OneLogin's token endpoint keeps answering 500. If this lasts, the user who created the API credential was probably deleted: create a new one as a user who stays, and set OneLogin:ClientId and OneLogin:ClientSecret.",
            answer.RequestId) { Code = CheckCode.OneLoginOwner },
        _ => OneLoginRefusal.Of(answer, Purpose),
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Got a OneLogin token that ends at {EndsAt:O}.")]
        public static partial void Got(ILogger logger, DateTimeOffset endsAt);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Could not renew the OneLogin token ({Fault}); the old one is used until {EndsAt:O}.")]
        public static partial void RenewalFailed(ILogger logger, RoleDirectoryFault fault, DateTimeOffset endsAt);
    }
}
