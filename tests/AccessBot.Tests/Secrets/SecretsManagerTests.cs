using AccessBot.Secrets;
using AccessBot.Tests.OneLogin;
using AccessBot.Tests.Support.SecretsManager;
using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Secrets;

/// <summary>The client against the tests' own server, which can be told what to do.</summary>
public sealed class SecretsManagerTests : SecretsManagerContract, IAsyncLifetime
{
    private const string Place = "secretsmanager:accessbot/slack";

    private SecretsManagerServer aws = null!;

    public async ValueTask InitializeAsync() => aws = await SecretsManagerServer.StartAsync();

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Theory]
    [InlineData("arn:aws:secretsmanager:us-west-2:123456789012:secret:accessbot/slack-AbCdEf", "us-west-2")]
    [InlineData("arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:accessbot/slack", "us-gov-west-1")]
    [InlineData("accessbot/slack", "eu-central-1")]
    public async Task An_ARN_is_asked_for_in_its_own_region_and_a_name_in_the_usual_one(string secret, string region)
    {
        aws.InRegion = region;
        aws.Put(secret, "value");
        await using var client = new AwsClient(aws.Url);

        Assert.Equal("value", await client.ValueAsync($"secretsmanager:{secret}"));
    }

    [Theory]
    [InlineData("us-west-2", null)]
    [InlineData("eu-central-1", "token-that-is-missing")]
    public async Task The_server_refuses_what_is_signed_for_elsewhere_and_what_lacks_its_token(string region, string? token)
    {
        aws.InRegion = region;
        aws.Keys[SecretsManagerServer.AccessKey] = new AwsKey(SecretsManagerServer.SecretKey, token);
        aws.Put("accessbot/slack", "value");
        await using var client = new AwsClient(aws.Url);

        await client.RefusalAsync(Place);
    }

    [Fact]
    public async Task Temporary_credentials_that_have_expired_are_named()
    {
        aws.Keys["ASIA1"] = new AwsKey("s", "t") { IsExpired = true };
        await using var client = new AwsClient(aws.Url, new SessionAWSCredentials("ASIA1", "s", "t"));

        Assert.Contains("have expired", await client.RefusalAsync(Place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_is_tried_again()
    {
        aws.Put("accessbot/slack", "value");
        aws.FailOnce(AwsFault.Of("ThrottlingException", "Rate exceeded"));
        aws.FailOnce(AwsFault.Of("InternalServiceError", status: 500));
        await using var client = new AwsClient(aws.Url);

        var value = await client.ValueAsync(Place);

        Assert.Equal("value", value);
        Assert.Equal(3, aws.Reads.Count);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", "", "has no secret 'accessbot/slack' in eu-central-1", "Secrets:Region")]
    [InlineData("AccessDeniedException", "User: arn:aws:sts::1:assumed-role/x is not authorized", "secretsmanager:GetSecretValue on its ARN", "AccessBotEnv")]
    [InlineData("AccessDeniedException", "Access to KMS is not allowed", "Allow kms:Decrypt", "'accessbot/slack'")]
    [InlineData("DecryptionFailure", "Secrets Manager can't decrypt", "Allow kms:Decrypt", "'accessbot/slack'")]
    [InlineData("InvalidRequestException", "it was marked for deletion", "scheduled for deletion", "marked for deletion")]
    [InlineData("InvalidParameterException", "Invalid name", "does not take 'accessbot/slack' for the name", "Correct it")]
    [InlineData("ValidationException", "Invalid name", "does not take 'accessbot/slack' for the name", "Correct it")]
    [InlineData("ExpiredTokenException", "The security token included in the request is expired", "have expired", "Renew them")]
    [InlineData("UnrecognizedClientException", "", "does not know the credentials", "access key id")]
    [InlineData("MissingAuthenticationTokenException", "", "does not know the credentials", "access key id")]
    [InlineData("InvalidSignatureException", "Signature expired: 20260101T000000Z is now earlier", "this machine's clock", "region eu-central-1")]
    [InlineData("SignatureDoesNotMatch", "", "this machine's clock", "secret access key")]
    [InlineData("ThrottlingException", "Rate exceeded", "too many calls", "Rate exceeded")]
    [InlineData("InternalServiceError", "", "is in trouble", "Try again later")]
    [InlineData("BrandNewException", "Something else", "refuses to give out the secret 'accessbot/slack'", "BrandNewException: Something else")]
    public async Task Every_error_of_AWS_is_a_sentence_that_says_what_to_do(string code, string message, params string[] sentence)
    {
        await using var client = new AwsClient(aws.Url);

        foreach (var fault in new AwsFault[]
        {
            AwsFault.Of(code, message),
            new(400, $$"""{"__type":"com.amazonaws.secretsmanager#{{code}}","Message":"{{message}}"}"""),
            new(404, $$"""{"message":"{{message}}"}""", Type: $"{code}:http://internal.amazon.com/coral/"),
            new(403, $"<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"),
        })
        {
            aws.Fault = fault;
            var refusal = await client.RefusalAsync(Place);

            Assert.All(sentence, words => Assert.Contains(words, refusal, StringComparison.Ordinal));
            Assert.Contains(code, refusal, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(200, "<html>Sign in</html>")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"Name":"accessbot/slack"}""")]
    [InlineData(302, "")]
    [InlineData(403, "<html><body>Forbidden by the proxy</body></html>")]
    [InlineData(404, "not here")]
    [InlineData(503, "")]
    public async Task What_is_not_Secrets_Manager_is_told(int status, string body)
    {
        aws.Fault = new AwsFault(status, body);
        await using var client = new AwsClient(aws.Url);

        Assert.Contains($"answered something that is not Secrets Manager's ({status})", await client.RefusalAsync(Place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_away_is_named_with_the_secret()
    {
        aws.IsAway = true;
        await using var cut = new AwsClient(aws.Url);
        await using var refused = new AwsClient(new Uri("http://127.0.0.1:9/"));

        Assert.Contains($"AWS Secrets Manager at {aws.Url} could not be reached for the secret 'accessbot/slack'", await cut.RefusalAsync(Place), StringComparison.Ordinal);
        Assert.Contains("could not be reached", await refused.RefusalAsync(Place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_is_not_waited_for_forever()
    {
        var clock = new FakeTimeProvider();
        await using var client = new AwsClient(aws.Url, clock: clock);
        aws.Hold();

        var refusal = client.RefusalAsync(Place);
        while (!refusal.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Contains("did not answer in time", await refusal, StringComparison.Ordinal);
        aws.LetGo();
    }

    [Theory]
    [InlineData("secretsmanager:", "names no secret")]
    [InlineData("secretsmanager:arn:aws:ssm:eu-central-1:1:parameter/x", "is not the ARN of a secret")]
    [InlineData("secretsmanager:arn:aws:secretsmanager:eu-central-1:1:secret:", "is not the ARN of a secret")]
    [InlineData("secretsmanager:arn:aws:secretsmanager:../evil:1:secret:x", "is not the ARN of a secret")]
    public async Task What_names_no_secret_is_told_and_nobody_is_asked(string reference, string sentence)
    {
        await using var client = new AwsClient(aws.Url);

        Assert.Contains(sentence, await client.RefusalAsync(reference), StringComparison.Ordinal);
        Assert.Empty(aws.Signatures);
    }

    [Fact]
    public async Task Without_a_region_it_says_how_to_name_one_and_an_ARN_needs_none()
    {
        const string Arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:accessbot/slack";
        aws.Put(Arn, "value");
        await using var client = new AwsClient(aws.Url, region: null);

        Assert.Contains("Set Secrets:Region or AWS_REGION, or give the secret's ARN", await client.RefusalAsync(Place), StringComparison.Ordinal);
        Assert.Equal("value", await client.ValueAsync($"secretsmanager:{Arn}"));
    }

    [Fact]
    public async Task Without_credentials_it_says_how_to_give_them()
    {
        await using var client = new AwsClient(aws.Url, new NoCredentials());

        var refusal = await client.RefusalAsync(Place);

        Assert.Contains("there are no AWS credentials to ask for the secret 'accessbot/slack'", refusal, StringComparison.Ordinal);
        Assert.Contains("AWS_PROFILE", refusal, StringComparison.Ordinal);
    }

    private protected override AwsClient Client(AWSCredentials credentials) => new(aws.Url, credentials);

    protected override AWSCredentials Reader() => new BasicAWSCredentials(SecretsManagerServer.AccessKey, SecretsManagerServer.SecretKey);

    protected override AWSCredentials Stranger()
    {
        aws.Keys["AKIDSTRANGER"] = new AwsKey("s") { MayRead = false };
        return new BasicAWSCredentials("AKIDSTRANGER", "s");
    }

    protected override Task<AWSCredentials> TemporaryAsync()
    {
        aws.Keys["ASIATEMPORARY"] = new AwsKey("s", "session/token+with=signs");
        return Task.FromResult<AWSCredentials>(new SessionAWSCredentials("ASIATEMPORARY", "s", "session/token+with=signs"));
    }

    protected override Task CreateAsync(string name, string text) => Task.FromResult(aws.Put(name, text));

    protected override Task CreateBinaryAsync(string name, byte[] bytes) => Task.FromResult(aws.Put(name, bytes));

    protected override Task ReplaceAsync(string name, string text) => CreateAsync(name, text);

    protected override Task DeleteAsync(string name)
    {
        aws.Delete(name);
        return Task.CompletedTask;
    }

    /// <summary>As the chain is at its end.</summary>
    private sealed class NoCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new AmazonClientException("Failed to resolve AWS credentials.\nWe looked everywhere.");
    }
}
