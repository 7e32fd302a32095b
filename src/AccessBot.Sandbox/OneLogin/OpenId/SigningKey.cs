using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>The key that the tenant signs id tokens with, by RS256 (RFC 7515, 7518). Made when it is first needed, as that takes a while.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int Bits = 2048;

    private readonly RSA _rsa = RSA.Create(Bits);
    private readonly string _id = RandomNumberGenerator.GetHexString(16, lowercase: true);

    public object PublicKeys()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = _id, n = WebEncoders.Base64UrlEncode(key.Modulus!), e = WebEncoders.Base64UrlEncode(key.Exponent!) } } };
    }

    public string Sign(JsonObject claims)
    {
        var signed = $"{Encode(new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = _id })}.{Encode(claims)}";
        return $"{signed}.{WebEncoders.Base64UrlEncode(_rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose() => _rsa.Dispose();

    private static string Encode(JsonObject part) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
