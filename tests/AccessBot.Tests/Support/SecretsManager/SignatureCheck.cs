using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AccessBot.Tests.Support.SecretsManager;

/// <summary>
/// AWS's Signature Version 4, computed from its description ("Create a signed AWS API request") and nothing of the SDK's: what
/// the SDK signs is checked by somebody else.
/// </summary>
internal static partial class SignatureCheck
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    /// <summary>What AWS has against the request; null if nothing.</summary>
    public static AwsFault? Judge(HttpRequest request, byte[] body, string region, string service, IReadOnlyDictionary<string, AwsKey> keys)
    {
        if (!Form().Match(request.Headers.Authorization.ToString()).TryGroups(out var groups))
        {
            return AwsFault.Of("MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        if (!keys.TryGetValue(groups["key"].Value, out var key))
        {
            return AwsFault.Of("UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        var token = request.Headers["X-Amz-Security-Token"].ToString();
        if (!string.Equals(token, key.SessionToken ?? "", StringComparison.Ordinal))
        {
            return AwsFault.Of("UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (key.IsExpired)
        {
            return AwsFault.Of("ExpiredTokenException", "The security token included in the request is expired");
        }

        var (date, scope) = (request.Headers["X-Amz-Date"].ToString(), $"{groups["date"].Value}/{groups["region"].Value}/{groups["service"].Value}/aws4_request");
        if (scope != $"{groups["date"].Value}/{region}/{service}/aws4_request")
        {
            return AwsFault.Of("InvalidSignatureException", $"Credential should be scoped to a valid region, not '{groups["region"].Value}'.");
        }

        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt)
            || !date.StartsWith(groups["date"].Value, StringComparison.Ordinal) || (TimeProvider.System.GetUtcNow() - signedAt).Duration() > MostSkew)
        {
            return AwsFault.Of("InvalidSignatureException", $"Signature expired: {date} is not now");
        }

        var signed = groups["headers"].Value.Split(';');
        var unsigned = request.Headers.Keys.Append("Host").Select(name => name.ToLowerInvariant())
            .Where(name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal)).Except(signed).ToList();
        return unsigned.Count == 0 && groups["signature"].Value == Compute(request, body, signed, key.Secret, date, scope)
            ? null
            : AwsFault.Of("InvalidSignatureException", "The request signature we calculated does not match the signature you provided.");
    }

    private static string Compute(HttpRequest request, byte[] body, IEnumerable<string> signed, string secret, string date, string scope)
    {
        var names = signed.Order(StringComparer.Ordinal).ToList();
        var canonical = string.Join('\n',
        [
            request.Method, request.Path.Value, request.QueryString.Value!.TrimStart('?'),
            .. names.Select(name => $"{name}:{Spaces().Replace(name == "host" ? request.Host.Value! : request.Headers[name].ToString(), " ").Trim()}"),
            "", string.Join(';', names), Hex(SHA256.HashData(body)),
        ]);
        var toSign = $"{Algorithm}\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (previous, part) => HMACSHA256.HashData(previous, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static bool TryGroups(this Match match, out GroupCollection groups)
    {
        groups = match.Groups;
        return match.Success;
    }

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<date>[0-9]{8})/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex(" +", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
