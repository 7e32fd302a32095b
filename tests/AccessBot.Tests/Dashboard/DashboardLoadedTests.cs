using AccessBot.Tests.Support;

namespace AccessBot.Tests.Dashboard;

/// <summary>Whoever has no dashboard carries nothing about of what tokens take: looked at in a process of its own, since this one has it loaded by other tests.</summary>
public sealed class DashboardLoadedTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task What_reads_tokens_is_loaded_only_where_there_is_a_dashboard(bool isSet)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        await using var journey = await ProcessJourney.MigratedAsync(Db.Sqlite);
        var settings = isSet ? Visitor.Settings(journey.Sandbox).ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!, StringComparer.Ordinal) : null;
        var bot = journey.NewBot(settings);
        journey.Slack.ConnectTo(bot.EventsUrl);
        await journey.StartAgainAsync();

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await http.GetAsync(bot.JobsUrl);
        var loaded = await File.ReadAllTextAsync($"/proc/{bot.ProcessId}/maps");

        Assert.Equal(isSet ? 302 : 404, (int)answer.StatusCode);

        // Its handler's own library is always: the search for migrations has every type of the program loaded, with what it is derived from.
        Assert.Equal(isSet, loaded.Contains("Microsoft.IdentityModel.Tokens.dll", StringComparison.Ordinal));
    }
}
