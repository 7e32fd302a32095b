using AccessBot.Cli;
using AccessBot.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot health</c>, as a container asks itself how it is.</summary>
public sealed class HealthCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task It_is_told_that_the_service_is_well(Db db)
    {
        await using var journey = await Journey.StartAsync(db);

        var ready = await HealthAsync("--url", journey.Bot.Address.AbsoluteUri);
        var live = await HealthAsync("--live", "--url", journey.Bot.Address.AbsoluteUri);

        Assert.Equal((0, "Healthy"), (ready.Code, ready.Output.Trim()));
        Assert.Equal((0, "Healthy"), (live.Code, live.Output.Trim()));
    }

    [Fact]
    public async Task What_is_not_well_is_told_and_the_code_says_so()
    {
        await using var served = await ServedAsync(async http =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await http.Response.WriteAsync("""
                {"status":"Unhealthy","checks":[{"name":"database","status":"Unhealthy","description":"It does not answer."},{"name":"clock","status":"Healthy","description":null}]}
                """);
        });

        var outcome = await HealthAsync("--url", served.Urls.Single());

        Assert.Equal(1, outcome.Code);
        Assert.Equal(["Unhealthy", "database: Unhealthy. It does not answer."], outcome.Lines);
    }

    [Fact]
    public async Task Where_nothing_answers_or_nothing_is_served_by_http_it_says_that()
    {
        await using var served = await ServedAsync(_ => Task.CompletedTask);
        var address = served.Urls.Single();
        await served.StopAsync();

        var gone = await HealthAsync("--url", address);
        var unknown = await HealthAsync("--Kestrel:Endpoints:Own:Url=https://+:8443");
        var plain = await HealthAsync("--url", "8080");

        Assert.Equal((1, 2, 2), (gone.Code, unknown.Code, plain.Code));
        Assert.Contains($"Nothing answers at {address}/healthz/ready", gone.Errors, StringComparison.Ordinal);
        Assert.Contains("Say where with --url", unknown.Errors, StringComparison.Ordinal);
        Assert.Contains("takes an http or https address", plain.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8081/", "Kestrel:Endpoints:Own:Url=http://*:8081")]
    [InlineData("http://127.0.0.1:8080/", "Kestrel:Endpoints:A:Url=https://+:8443", "Kestrel:Endpoints:B:Url=http://0.0.0.0:8080")]
    [InlineData("http://10.1.2.3:80/", "Kestrel:Endpoints:Own:Url=http://10.1.2.3")]
    public void Where_it_serves_is_what_the_settings_say(string address, params string[] settings) =>
        Assert.Equal(new Uri(address), ServedAddress.Of([.. settings.Select(setting => $"--{setting}")]));

    [Theory]
    [InlineData("http://127.0.0.1:5080/", "ASPNETCORE_URLS", "http://+:5080;https://+:5443")]
    [InlineData("http://127.0.0.1:5081/", "ASPNETCORE_HTTP_PORTS", "5081;5082")]
    public async Task It_finds_the_service_by_the_environment_of_both(string address, string variable, string value)
    {
        var outcome = await CommandOutcome.OfAsync(AccessBotUnderTest.Binary, ["health"], new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value }, Limit);

        Assert.Equal(1, outcome.Code);
        Assert.Contains($"Nothing answers at {address}healthz/ready", outcome.Errors, StringComparison.Ordinal);
    }

    private static Task<CommandOutcome> HealthAsync(params string[] args) => CommandOutcome.InProcessAsync(["health", .. args], Limit);

    private static async Task<WebApplication> ServedAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
