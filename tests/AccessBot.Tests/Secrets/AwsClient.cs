using AccessBot.Secrets;
using AccessBot.Tests.OneLogin;
using AccessBot.Tests.Support.SecretsManager;
using Amazon.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Secrets;

/// <summary>The client as the program composes it, with credentials of the test's own; waits between tries pass at once.</summary>
internal sealed class AwsClient : IAsyncDisposable
{
    private readonly ServiceProvider services;

    /// <param name="url">Where the simulated AWS is.</param>
    /// <param name="credentials">What to sign with.</param>
    /// <param name="clock">Another clock.</param>
    /// <param name="region">The region of what isn't an ARN.</param>
    public AwsClient(Uri url, AWSCredentials? credentials = null, FakeTimeProvider? clock = null, string? region = SecretsManagerServer.Region) =>
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["AWS_ENDPOINT_URL"] = url.AbsoluteUri,
                ["Secrets:Region"] = region,
            }).Build())
            .AddSingleton<TimeProvider>(clock ?? new ImpatientClock(SecretsPatience.Whole, SecretsPatience.Try))
            .AddLogging()
            .AddSecretReader(credentials ?? new BasicAWSCredentials(SecretsManagerServer.AccessKey, SecretsManagerServer.SecretKey))
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    /// <summary>What a setting with this value gets.</summary>
    public async Task<string> ValueAsync(string text) => (await ReadingAsync(text)).Value(SecretReference.Read(text)!);

    public Task<SecretReading> ReadingAsync(string text) =>
        services.GetRequiredService<SecretReader>().ReadAsync(SecretReference.Read(text)!.Place, TestContext.Current.CancellationToken);

    /// <summary>What is said instead.</summary>
    public async Task<string> RefusalAsync(string text) => (await Assert.ThrowsAsync<SecretException>(() => ValueAsync(text))).Message;

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
