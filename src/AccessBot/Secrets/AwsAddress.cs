using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime;

namespace AccessBot.Secrets;

/// <summary>Which region a secret is in, and where Secrets Manager is there.</summary>
internal sealed partial class AwsAddress(IConfiguration configuration, TimeProvider time)
{
    /// <summary>What AWS's tools call another address of it: a VPC endpoint, a proxy, a simulator. All regions are asked there then.</summary>
    private static readonly string[] EndpointVariables = ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL"];

    /// <summary>What the instance's metadata may take to name the region, where nothing else does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static bool IsRegion(string name) => RegionName().IsMatch(name);

    /// <param name="secret">A name, or an ARN, which says its region itself.</param>
    /// <exception cref="SecretException">Nothing says where, or something that can't be.</exception>
    public async Task<(RegionEndpoint Region, Uri Endpoint)> OfAsync(string secret)
    {
        var region = secret.StartsWith("arn:", StringComparison.Ordinal) ? OfArn(secret) : await UsualAsync(secret);
        return (region, Configured() ?? new Uri($"https://secretsmanager.{region.SystemName}.{region.PartitionDnsSuffix}/"));
    }

    private static RegionEndpoint OfArn(string arn) => arn.Split(':', 7) is [_, _, "secretsmanager", var region, _, "secret", { Length: > 0 }] && IsRegion(region)
        ? RegionEndpoint.GetBySystemName(region)
        : throw new SecretException($"'{arn}' is not the ARN of a secret. One looks like arn:aws:secretsmanager:eu-central-1:123456789012:secret:accessbot/onelogin-AbCdEf.");

    private async Task<RegionEndpoint> UsualAsync(string secret)
    {
        if (configuration["Secrets:Region"] is { Length: > 0 } configured)
        {
            return IsRegion(configured) ? RegionEndpoint.GetBySystemName(configured) : throw new SecretException($"Secrets:Region does not name an AWS region in which the secret '{secret}' could be.");
        }

        try
        {
            // It may ask the network, and knows no cancellation.
            return await Task.Run(() => FallbackRegionFactory.GetRegionEndpoint()).WaitAsync(Patience, time) ?? throw new InvalidOperationException("No region.");
        }
        catch (Exception e)
        {
            throw new SecretException($"nothing says in which AWS region the secret '{secret}' is. Set Secrets:Region or AWS_REGION, or give the secret's ARN.", e);
        }
    }

    private Uri? Configured()
    {
        var variable = Array.Find(EndpointVariables, name => !string.IsNullOrEmpty(configuration[name]));
        return variable is null ? null
            : Uri.TryCreate(configuration[variable], UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
                ? url : throw new SecretException($"{variable} is not an address of the form https://host/.");
    }

    // eu-central-1, us-gov-west-1, eusc-de-east-1: it becomes part of a host name.
    [GeneratedRegex("^[a-z]{2,5}(-[a-z]{1,20})+-[0-9]{1,2}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RegionName();
}
