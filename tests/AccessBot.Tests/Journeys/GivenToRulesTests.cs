using System.Net;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>What rules in C# are given, as the service puts it together.</summary>
public sealed class GivenToRulesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task All_services_answer_side_by_side(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.Sandbox.PagerDuty.Schedules["PPRIMARY"] = ["Rita@Acme.example"];
        await journey.Bot.Services.GetRequiredService<IPersonStore>().LinkAsync(new Person(Given.Rita, Cast.Rita.OneLoginId!.Value, "rita@acme.example", journey.Now), Cancel);
        var given = journey.Bot.Services.GetRequiredService<IRuleServices>().For(request: null);

        var rita = (await given.Slack.GetUserAsync("rita@acme.example", Cancel))!;
        var ana = (await given.Slack.GetUserAsync(Cast.Ana.SlackId, Cancel))!;

        Assert.Equal((Cast.Rita.SlackId, Cast.Rita.OneLoginId), (rita.SlackUser, rita.OneLoginUser));
        Assert.Equal([Cast.Ana.SlackId, Cast.Ben.SlackId], (await given.Slack.UsersInGroupAsync(Cast.Responders, Cancel)).Order(StringComparer.Ordinal));
        Assert.False(await given.OneLogin.IsUserInRoleAsync(rita, Cast.ProductionAdmin, Cancel));
        Assert.Contains(Cast.Petra.OneLoginId!.Value, await given.OneLogin.UsersInRoleAsync(Cast.ProductionAdmin, Cancel));
        Assert.Contains("rita@acme.example", await given.OnCall.OnCallAsync(OnCallSource.PagerDutySchedule, "PPRIMARY", Cancel));
        Assert.True(await given.OnCall.IsOnCallAsync(rita, OnCallSource.PagerDutySchedule, "PPRIMARY", Cancel));
        Assert.False(await given.OnCall.IsOnCallAsync(ana, OnCallSource.PagerDutySchedule, "PPRIMARY", Cancel));
        Assert.Equal(0, await given.History.CountAsync(rita, RuleEvent.Requested, DateTimeOffset.MinValue, flow: null, target: null, Cancel));
        await given.Store.PutAsync("seen", rita.SlackUser, Cancel);
        Assert.Equal(Cast.Rita.SlackId, await given.Store.FetchAsync("seen", Cancel));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task What_does_not_answer_has_a_code(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.Sandbox.PagerDuty.FailsWith = 503;
        var given = journey.Bot.Services.GetRequiredService<IRuleServices>().For(request: null);
        var rita = new RulePerson(Cast.Rita.SlackId, "Rita");
        journey.Bot.Disk.IsFull = true;

        await RefusedAsync("OnCall:UNAVAILABLE", () => given.OnCall.OnCallAsync(OnCallSource.PagerDutySchedule, "PPRIMARY", Cancel));
        await RefusedAsync("OnCall:UNAVAILABLE", () => given.OnCall.IsOnCallAsync(rita, OnCallSource.PagerDutySchedule, "PPRIMARY", Cancel));
        await RefusedAsync("Database:UNAVAILABLE", () => given.Store.PutAsync("seen", "1", Cancel));
        journey.Bot.Disk.IsFull = false;
    }

    [Fact]
    public async Task What_goes_out_by_the_HTTP_client_carries_nothing_of_AccessBots()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        var services = journey.Bot.Services.GetRequiredService<IRuleServices>();
        var (one, other) = (services.For(request: null).Http, services.For(request: null).Http);

        one.DefaultRequestHeaders.Add("X-Of-One-Rule", "1");
        one.Dispose();
        using var answer = await other.GetAsync(new Uri(journey.Sandbox.OneLoginUrl, "onelogin/api/2/roles"), Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(["User-Agent"], other.DefaultRequestHeaders.Select(header => header.Key));
        Assert.True(other.Timeout < AccessBot.Core.UseCases.TellRules.Longest);
    }

    private static async Task RefusedAsync(string code, Func<Task> ask) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleServiceException>(ask)).Code);
}
