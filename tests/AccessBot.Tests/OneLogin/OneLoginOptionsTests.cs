using AccessBot.Core.Rules;
using AccessBot.OneLogin;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccessBot.Tests.OneLogin;

public sealed class OneLoginOptionsTests
{
    [Fact]
    public void Without_its_settings_the_service_does_not_start_and_says_all_that_is_missing()
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(new RulesInForce(OneLoginClient.Naming()))
            .AddLogging()
            .AddOneLogin()
            .BuildServiceProvider();

        var e = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(["OneLogin:Domain", "OneLogin:ClientId", "OneLogin:ClientSecret"], e.Failures.Select(f => f.Split(' ')[0]), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("acme.onelogin.com", null, "https://acme.onelogin.com/")]
    [InlineData("acme.onelogin.com", "", "https://acme.onelogin.com/")]
    [InlineData("acme.onelogin.com", "https://acme-shard.onelogin.com", "https://acme-shard.onelogin.com/")]
    [InlineData("acme.onelogin.com", "http://localhost:8080/onelogin", "http://localhost:8080/onelogin/")]
    [InlineData("acme.onelogin.com", "http://127.0.0.1:8080/a/b/", "http://127.0.0.1:8080/a/b/")]
    public void The_address_keeps_its_path(string domain, string? baseUrl, string root)
    {
        var options = Valid(domain, baseUrl);

        Assert.True(new OneLoginOptionsValidator().Validate(null, options).Succeeded);
        Assert.Equal(root, options.Root.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://acme.onelogin.com", null, "OneLogin:Domain is 'https://acme.onelogin.com'")]
    [InlineData("acme.onelogin.com/", null, "OneLogin:Domain is")]
    [InlineData("acme.onelogin.com", "acme.onelogin.com", "OneLogin:BaseUrl is not an address")]
    [InlineData("acme.onelogin.com", "ftp://acme.onelogin.com", "OneLogin:BaseUrl is not an address")]
    [InlineData("acme.onelogin.com", "https://me:pw@acme.onelogin.com", "OneLogin:BaseUrl is not an address")]
    [InlineData("acme.onelogin.com", "https://acme.onelogin.com/?x=1", "OneLogin:BaseUrl is not an address")]
    [InlineData("acme.onelogin.com", "http://acme.onelogin.com", "OneLogin:BaseUrl is plain http")]
    public void An_address_that_cannot_work_or_leaks_the_secret_is_refused(string domain, string? baseUrl, string message) =>
        Assert.StartsWith(message, Assert.Single(new OneLoginOptionsValidator().Validate(null, Valid(domain, baseUrl)).Failures!), StringComparison.Ordinal);

    [Theory]
    [InlineData("secret\n")]
    [InlineData(" secret")]
    public void A_secret_with_a_line_break_is_told_without_repeating_it(string secret)
    {
        var options = Valid("acme.onelogin.com", null);
        options.ClientSecret = secret;

        var failure = Assert.Single(new OneLoginOptionsValidator().Validate(null, options).Failures!);

        Assert.StartsWith("OneLogin:ClientSecret begins or ends with white space", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret ", failure.Replace("ClientSecret ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static OneLoginOptions Valid(string domain, string? baseUrl) =>
        new() { Domain = domain, BaseUrl = baseUrl, ClientId = "client", ClientSecret = "hush" };
}
