using Amazon.Runtime;

namespace AccessBot.Tests.Secrets;

/// <summary>What the client makes of AWS, whoever simulates it.</summary>
public abstract class SecretsManagerContract
{
    [Fact]
    public async Task A_plain_secret_and_the_values_of_a_JSON_one_are_read_with_their_version()
    {
        var (plain, json) = (Name(), Name());
        await CreateAsync(plain, "xoxb-1");
        await CreateAsync(json, """{"client_id":"id-1","client_secret":"s-1","port":5432}""");
        await using var client = Client(Reader());

        var reading = await client.ReadingAsync($"secretsmanager:{plain}");

        Assert.Equal("xoxb-1", await client.ValueAsync($"secretsmanager:{plain}"));
        Assert.Equal("id-1", await client.ValueAsync($"secretsmanager:{json}#client_id"));
        Assert.Equal("s-1", await client.ValueAsync($"secretsmanager:{json}#client_secret"));
        Assert.Equal("5432", await client.ValueAsync($"secretsmanager:{json}#port"));
        Assert.True(Guid.TryParse(reading.Version, out _), reading.Version);
        Assert.True(reading.Is(await client.ReadingAsync($"secretsmanager:{plain}")));
    }

    [Fact]
    public async Task A_new_version_is_read_as_such()
    {
        var name = Name();
        await CreateAsync(name, "one");
        await using var client = Client(Reader());
        var before = await client.ReadingAsync($"secretsmanager:{name}");

        await ReplaceAsync(name, "two");
        var after = await client.ReadingAsync($"secretsmanager:{name}");

        Assert.NotEqual(before.Version, after.Version);
        Assert.False(after.Is(before));
        Assert.Equal("two", await client.ValueAsync($"secretsmanager:{name}"));
    }

    [Fact]
    public async Task A_binary_secret_is_read_if_it_is_text()
    {
        var (text, noise) = (Name(), Name());
        await CreateBinaryAsync(text, "grün"u8.ToArray());
        await CreateBinaryAsync(noise, [0xff, 0xfe, 0x00]);
        await using var client = Client(Reader());

        Assert.Equal("grün", await client.ValueAsync($"secretsmanager:{text}"));
        Assert.Contains($"the secret '{noise}' is binary and no text", await client.RefusalAsync($"secretsmanager:{noise}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_credentials_come_with_their_token()
    {
        var name = Name();
        await CreateAsync(name, "value");
        var temporary = await TemporaryAsync();
        await using var client = Client(temporary);

        Assert.Equal("value", await client.ValueAsync($"secretsmanager:{name}"));
    }

    [Fact]
    public async Task A_wrong_secret_key_is_told_from_an_unknown_one()
    {
        var name = Name();
        await CreateAsync(name, "value");
        var key = await Reader().GetCredentialsAsync();
        await using var wrong = Client(new BasicAWSCredentials(key.AccessKey, "another"));
        await using var unknown = Client(new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "another"));

        Assert.Contains("Check the secret access key", await wrong.RefusalAsync($"secretsmanager:{name}"), StringComparison.Ordinal);
        Assert.Contains("AWS does not know the credentials", await unknown.RefusalAsync($"secretsmanager:{name}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_read_it_is_told_what_is_missing()
    {
        var name = Name();
        await CreateAsync(name, "value");
        await using var client = Client(Stranger());

        var refusal = await client.RefusalAsync($"secretsmanager:{name}");

        Assert.Contains($"'{name}'", refusal, StringComparison.Ordinal);
        Assert.Contains("Allow secretsmanager:GetSecretValue", refusal, StringComparison.Ordinal);
        Assert.Contains("AccessBotEnv", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_told_from_one_that_is_being_deleted()
    {
        var (missing, deleted) = (Name(), Name());
        await CreateAsync(deleted, "value");
        await DeleteAsync(deleted);
        await using var client = Client(Reader());

        Assert.Contains($"AWS has no secret '{missing}' in eu-central-1", await client.RefusalAsync($"secretsmanager:{missing}"), StringComparison.Ordinal);
        Assert.Contains("If it is scheduled for deletion, restore it", await client.RefusalAsync($"secretsmanager:{deleted}"), StringComparison.Ordinal);
    }

    private protected abstract AwsClient Client(AWSCredentials credentials);

    protected abstract AWSCredentials Reader();

    protected abstract AWSCredentials Stranger();

    protected abstract Task<AWSCredentials> TemporaryAsync();

    protected abstract Task CreateAsync(string name, string text);

    protected abstract Task CreateBinaryAsync(string name, byte[] bytes);

    protected abstract Task ReplaceAsync(string name, string text);

    protected abstract Task DeleteAsync(string name);

    private static string Name() => $"accessbot/{Guid.NewGuid():N}";
}
