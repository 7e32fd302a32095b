using AccessBot.Tests.Support.SecretsManager;
using Amazon.Runtime;

namespace AccessBot.Tests.Secrets;

/// <summary>The client against moto, where that is installed.</summary>
public sealed class MotoSecretsManagerTests : SecretsManagerContract, IClassFixture<MotoServer>
{
    private readonly MotoServer moto;

    public MotoSecretsManagerTests(MotoServer moto)
    {
        Assert.SkipUnless(MotoServer.IsInstalled, "moto_server is not installed.");
        this.moto = moto;
    }

    [Fact]
    public async Task A_profile_that_assumes_a_role_reads_with_the_role_s_credentials()
    {
        await CreateAsync(ReferringCommand.Secret, ReferringCommand.SecretText);
        using var command = new ReferringCommand();

        var outcome = await command.RunAsync(
            moto.Url, $"[profile bot]\nrole_arn = {MotoServer.Role}\nsource_profile = base\nregion = eu-central-1\n",
            $"[base]\naws_access_key_id = {moto.Stranger.Id}\naws_secret_access_key = {moto.Stranger.Secret}\n");

        Assert.True(outcome.Errors.Contains(ReferringCommand.GotAsFarAsTheDatabase, StringComparison.Ordinal), $"{outcome}");
    }

    private protected override AwsClient Client(AWSCredentials credentials) => new(moto.Url, credentials);

    protected override AWSCredentials Reader() => new BasicAWSCredentials(moto.Reader.Id, moto.Reader.Secret);

    protected override AWSCredentials Stranger() => new BasicAWSCredentials(moto.Stranger.Id, moto.Stranger.Secret);

    protected override async Task<AWSCredentials> TemporaryAsync()
    {
        var (id, secret, token) = await moto.AssumeRoleAsync();
        return new SessionAWSCredentials(id, secret, token);
    }

    protected override Task CreateAsync(string name, string text) =>
        moto.AsAdministratorAsync("CreateSecret", new { Name = name, SecretString = text, ClientRequestToken = Guid.NewGuid() });

    protected override Task CreateBinaryAsync(string name, byte[] bytes) =>
        moto.AsAdministratorAsync("CreateSecret", new { Name = name, SecretBinary = Convert.ToBase64String(bytes), ClientRequestToken = Guid.NewGuid() });

    protected override Task ReplaceAsync(string name, string text) =>
        moto.AsAdministratorAsync("PutSecretValue", new { SecretId = name, SecretString = text, ClientRequestToken = Guid.NewGuid() });

    protected override Task DeleteAsync(string name) => moto.AsAdministratorAsync("DeleteSecret", new { SecretId = name });
}
