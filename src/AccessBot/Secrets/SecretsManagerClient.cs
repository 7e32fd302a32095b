using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using Polly.Timeout;

namespace AccessBot.Secrets;

/// <summary>Asks AWS Secrets Manager for the current version of a secret, by the one call that this takes.</summary>
/// <remarks>
/// By hand, because all of it is one request and one answer (AWS API reference, "GetSecretValue"; protocol JSON 1.1, service
/// <c>secretsmanager</c>); what is hard about it, credentials and signatures, is AWSSDK.Core's.
/// </remarks>
internal sealed class SecretsManagerClient(HttpClient http, AwsAddress address, AWSCredentials credentials, TimeProvider time)
{
    /// <summary>A machine that is none of AWS's may wait for the instance's metadata in vain.</summary>
    private static readonly TimeSpan CredentialPatience = TimeSpan.FromSeconds(15);

    private const int LongestReason = 800;

    private static readonly HttpRequestOptionsKey<string> SigningRegion = new(SigV4SigningHandler.RegionOptionKey);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="secret">A name, or an ARN, which may be in another region than the others.</param>
    /// <param name="cancel">The caller's.</param>
    /// <exception cref="SecretException">It can't be had.</exception>
    public async Task<SecretReading> ReadAsync(string secret, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            throw new SecretException("'secretsmanager:' names no secret. Give its name or ARN behind it.");
        }

        var (region, endpoint) = await address.OfAsync(secret);
        await HaveCredentialsAsync(secret);
        using var request = Ask(secret, region, endpoint);
        try
        {
            using var response = await http.SendAsync(request, cancel);
            if (response.IsSuccessStatusCode)
            {
                return Read(await response.Content.ReadAsByteArrayAsync(cancel), secret) ?? throw Unreadable(secret, endpoint, response);
            }

            throw await SecretsManagerError.ReadAsync(response, cancel) is { } error
                ? SecretsManagerRefusal.Of(error, secret, region.SystemName)
                : Unreadable(secret, endpoint, response);
        }
        catch (TimeoutRejectedException e)
        {
            throw new SecretException($"AWS Secrets Manager at {endpoint} was asked for the secret '{secret}' and did not answer in time.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SecretException($"AWS Secrets Manager at {endpoint} could not be reached for the secret '{secret}': {e.Message} Check the region, the network and any AWS_ENDPOINT_URL.", e);
        }
    }

    private static HttpRequestMessage Ask(string secret, RegionEndpoint region, Uri endpoint)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { SecretId = secret, VersionStage = "AWSCURRENT" })),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", "secretsmanager.GetSecretValue");
        request.Options.Set(SigningRegion, region.SystemName);
        return request;
    }

    // Ahead of the call, which would only say that it took too long.
    private async Task HaveCredentialsAsync(string secret)
    {
        try
        {
            await credentials.GetCredentialsAsync().WaitAsync(CredentialPatience, time);
        }
        catch (Exception e)
        {
            // Whatever it is: files, processes and services of many kinds are asked, and what they throw has nothing in common.
            throw new SecretException($"there are no AWS credentials to ask for the secret '{secret}' with. Give AccessBot a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE. What was looked for: {Reasons(e)}.", e);
        }
    }

    // The chain has a line for every place that it looked into, and a role that was not given has its reason inside.
    private static string Reasons(Exception? e)
    {
        var lines = new List<string>();
        for (; e is not null; e = e.InnerException)
        {
            lines.AddRange(e.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('.', ':')));
        }

        var tidy = string.Join("; ", lines.Distinct(StringComparer.Ordinal));
        return tidy.Length > LongestReason ? tidy[..LongestReason] + "…" : tidy;
    }

    /// <returns>Null if this is not Secrets Manager's answer.</returns>
    private static SecretReading? Read(byte[] body, string secret)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var version = Text(root, "VersionId");
            return Text(root, "SecretString") is { } text ? new SecretReading(text, version)
                : Text(root, "SecretBinary") is { } binary ? new SecretReading(Strict.GetString(Convert.FromBase64String(binary)), version)
                : null;
        }
        catch (JsonException)
        {
            // Not passed on: it quotes what it stumbled over.
            return null;
        }
        catch (Exception e) when (e is DecoderFallbackException or FormatException or InvalidOperationException)
        {
            throw new SecretException($"the secret '{secret}' is binary and no text in UTF-8. Store it as text.");
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static SecretException Unreadable(string secret, Uri endpoint, HttpResponseMessage response) =>
        new($"{endpoint} was asked for the secret '{secret}' and answered something that is not Secrets Manager's ({(int)response.StatusCode}). Check any AWS_ENDPOINT_URL, and what is between.");
}
