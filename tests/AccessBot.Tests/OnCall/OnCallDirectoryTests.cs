using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.OnCall;
using AccessBot.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.OnCall;

/// <summary>Both services on their socket, and the client before them.</summary>
public sealed class OnCallDirectoryTests : IAsyncLifetime
{
    private static readonly Guid DeskId = Guid.Parse("0f1c2d3e-4a5b-6c7d-8e9f-001122334455");
    private static readonly Principal.OnCall Primary = new(OnCallSource.PagerDutySchedule, "PPRIMARY");
    private static readonly Principal.OnCall Policy = new(OnCallSource.PagerDutyEscalationPolicy, "PPOLICY");
    private static readonly Principal.OnCall Desk = new(OnCallSource.OpsgenieSchedule, DeskId.ToString());

    private readonly FakeTimeProvider clock = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private SandboxServer? sandbox;
    private ServiceProvider? services;

    private SandboxServer Sandbox => sandbox!;

    private IOnCallDirectory Directory => services!.GetRequiredService<IOnCallDirectory>();

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxServer.StartAsync(new SandboxOptions { Port = 0 }, clock, TestContext.Current.CancellationToken);
        Sandbox.PagerDuty.Schedules["PPRIMARY"] = ["Rita@Acme.example"];
        Sandbox.PagerDuty.Policies["PPOLICY"] = ["ana@acme.example", "ben@acme.example"];
        Sandbox.Opsgenie.SetSchedule(DeskId, "Front desk, night + day", "otto@acme.example");
        services = Compose(("PagerDuty:ApiToken", Sandbox.PagerDuty.Key), ("Opsgenie:ApiKey", Sandbox.Opsgenie.Key));
    }

    public async ValueTask DisposeAsync()
    {
        await services!.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    [Fact]
    public async Task PagerDuty_says_who_is_on_call_by_a_schedule_and_by_a_policy()
    {
        Assert.Contains("rita@acme.example", await AskAsync(Primary));
        Assert.Equal(["ana@acme.example", "ben@acme.example"], (await AskAsync(Policy)).Order(StringComparer.Ordinal));
        Assert.Empty(await AskAsync(Primary with { Id = "PNOBODY" }));
    }

    [Fact]
    public async Task More_than_a_page_of_people_is_read_to_its_end()
    {
        Sandbox.PagerDuty.Policies["PPOLICY"] = [.. Enumerable.Range(0, 250).Select(i => $"p{i}@acme.example")];

        Assert.Equal(250, (await AskAsync(Policy)).Count);
        Assert.Equal(3, Sandbox.PagerDuty.Calls.Count);
    }

    [Fact]
    public async Task Opsgenie_is_asked_by_id_and_by_name()
    {
        Assert.Contains("OTTO@acme.example", await AskAsync(Desk));
        Assert.Contains("OTTO@acme.example", await AskAsync(Desk with { Id = "Front desk, night + day" }));
    }

    [Theory]
    [InlineData(503, "answers with an error (503)")]
    [InlineData(401, "refuses AccessBot's key (401)")]
    [InlineData(429, "wants fewer questions")]
    [InlineData(0, "can't be reached")]
    public async Task What_is_no_answer_leaves_it_unknown_and_says_why(int status, string words)
    {
        Sandbox.PagerDuty.FailsWith = Sandbox.Opsgenie.FailsWith = status;

        foreach (var rota in new[] { Primary, Policy, Desk })
        {
            var e = await Assert.ThrowsAsync<OnCallUnavailableException>(() => AskAsync(rota));
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_schedule_that_Opsgenie_does_not_have_is_unknown_as_well()
    {
        var e = await Assert.ThrowsAsync<OnCallUnavailableException>(() => AskAsync(Desk with { Id = "gone" }));

        Assert.Contains("no such schedule", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_both_and_not_shown()
    {
        await using var wrong = Compose(("PagerDuty:ApiToken", "secret-1"), ("Opsgenie:ApiKey", "secret-2"));

        foreach (var rota in new[] { Primary, Desk })
        {
            var e = await Assert.ThrowsAsync<OnCallUnavailableException>(() => wrong.GetRequiredService<IOnCallDirectory>().OnCallAsync(rota, CancellationToken.None));
            Assert.Contains("refuses AccessBot's key", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_asks_meanwhile_or_soon_after_gets_the_same_answer()
    {
        Sandbox.PagerDuty.AnswersTake = TimeSpan.FromSeconds(1);
        Task<IReadOnlySet<string>>[] asked = [AskAsync(Primary), AskAsync(Primary), AskAsync(Primary)];
        await UntilAsync(() => Sandbox.PagerDuty.Calls.Count > 0);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.All(await Task.WhenAll(asked), onCall => Assert.Single(onCall));
        Sandbox.PagerDuty.AnswersTake = TimeSpan.Zero;
        Sandbox.PagerDuty.Schedules["PPRIMARY"] = [];

        Assert.Single(await AskAsync(Primary));
        clock.Advance(OnCallDirectory.FreshFor);
        Assert.Empty(await AskAsync(Primary));

        Assert.Equal(2, Sandbox.PagerDuty.Calls.Count);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_two_seconds_or_right_after_somebody_else_did()
    {
        Sandbox.PagerDuty.AnswersTake = TimeSpan.FromMinutes(1);
        var asked = AskAsync(Primary);
        await UntilAsync(() => Sandbox.PagerDuty.Calls.Count > 0);
        clock.Advance(OnCallDirectory.Longest);
        var e = await Assert.ThrowsAsync<OnCallUnavailableException>(() => asked);
        Assert.Contains("within 2 seconds", e.Message, StringComparison.Ordinal);
        Sandbox.PagerDuty.AnswersTake = TimeSpan.Zero;

        await Assert.ThrowsAsync<OnCallUnavailableException>(() => AskAsync(Primary));
        clock.Advance(OnCallDirectory.SpareFor);
        Assert.Single(await AskAsync(Primary));
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_the_answer_from_nobody()
    {
        Sandbox.PagerDuty.AnswersTake = TimeSpan.FromSeconds(1);
        using var gone = new CancellationTokenSource();
        var first = Directory.OnCallAsync(Primary, gone.Token);
        var second = AskAsync(Primary);
        await UntilAsync(() => Sandbox.PagerDuty.Calls.Count > 0);
        await gone.CancelAsync();
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Single(await second);
    }

    private Task<IReadOnlySet<string>> AskAsync(Principal.OnCall rota) => Directory.OnCallAsync(rota, CancellationToken.None);

    private ServiceProvider Compose(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("PagerDuty:BaseUrl", Sandbox.PagerDutyUrl.AbsoluteUri), new("Opsgenie:BaseUrl", Sandbox.OpsgenieUrl.AbsoluteUri),
            .. settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)),
        ]).Build())
        .AddSingleton<TimeProvider>(clock)
        .AddSingleton(new RulesInForce(Slack.Conversation.Forms.Rules()))
        .AddLogging()
        .AddOnCall()
        .BuildServiceProvider();

    private static async Task UntilAsync(Func<bool> fact)
    {
        for (var i = 0; i < 3000 && !fact(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.True(fact());
    }
}
