using System.Globalization;
using System.Text.Json;
using AccessBot.Composition;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccessBot.Tests.Journeys;

/// <summary>Access rules that are changed while AccessBot runs.</summary>
public sealed class ReloadTests
{
    private const string Broken = "The access rules were changed and can't be used";

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_change_counts_from_the_next_click_on_and_the_audit_trail_has_which_rules_were_when(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        var before = InForce(journey).Edition;
        var id = await journey.AskAsync(Cast.Rita);

        await ChangedAsync(journey, JourneyRules.Usual.Replace("{ slackGroup: S0SRE }", "{ user: mona@acme.example }", StringComparison.Ordinal));
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "You are not an approver");
        await journey.ClickAsync(Cast.Mona, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        IReadOnlyList<AuditEntry> entries = [];
        await journey.UntilAsync(async () => (entries = await journey.AuditAsync(ReloadRules.Stream)).Count == 2, "the change is recorded");
        Assert.All(entries, entry => Assert.Equal(AuditAction.RulesChanged, entry.Action));
        var (first, second) = (Detail(entries[0]), Detail(entries[1]));
        Assert.Equal((before.Fingerprint, false), (first["rules"], first.ContainsKey("before")));
        Assert.Equal((InForce(journey).Edition.Fingerprint, before.Fingerprint), (second["rules"], second["before"]));
        Assert.Equal("flow customer-data, flow production, flow second-door", second["changed"]);
        Assert.Equal(Environment.MachineName, second["machine"]);

        // A start with the same rules is no change: the next one follows upon this.
        await journey.RestartAsync();
        await ChangedAsync(journey, JourneyRules.Usual);
        await journey.UntilAsync(async () => (entries = await journey.AuditAsync(ReloadRules.Stream)).Count > 2, "the change back is recorded");
        var third = Detail(Assert.Single(entries.Skip(2)));
        Assert.Equal((before.Fingerprint, second["rules"]), (third["rules"], third["before"]));
    }

    [Fact]
    public async Task A_change_that_is_no_good_leaves_the_rules_as_they_were_and_is_an_alarm_until_it_is_mended()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        journey.ExpectedComplaints.AddRange([$"Alarm rules/broken: {Broken}", "those of before stay in force"]);
        var before = InForce(journey).Edition;

        await journey.ChangeRulesAsync(JourneyRules.Usual.Replace("S0SRE", "sre", StringComparison.Ordinal).Replace("minLength", "minLenght", StringComparison.Ordinal));
        await LoggedAsync(journey, "those of before stay in force");
        await journey.UntilAsync(() => journey.Alerts.Count > 0, "operators are told");
        var alarm = Assert.Single(journey.Alerts);
        Assert.StartsWith($"*Alarm: {Broken}*", alarm.Text, StringComparison.Ordinal);
        Assert.Contains("Unknown key 'minLenght'", alarm.Text, StringComparison.Ordinal);
        Assert.Contains("Not a user group id", alarm.Text, StringComparison.Ordinal);
        Assert.Contains("the rules of before are in force", alarm.Text, StringComparison.Ordinal);
        Assert.Same(before, InForce(journey).Edition);
        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        await journey.ChangeRulesAsync(JourneyRules.Usual);
        await LoggedAsync(journey, "were read again and are those in force");
        await journey.UntilAsync(() => journey.Alerts[0].Text.StartsWith($"*Over: {Broken}*", StringComparison.Ordinal), "it is over");
        Assert.Single(journey.Alerts);
        Assert.Same(before, InForce(journey).Edition);
        Assert.Single(await journey.AuditAsync(ReloadRules.Stream));
    }

    [Fact]
    public async Task While_Slack_is_away_nobody_is_judged_by_what_older_rules_asked_of_them()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        journey.ExpectedComplaints.AddRange(["OneLogin", "is not granted yet"]);
        journey.PossibleComplaints.Add("Slack");
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "POST", "/api/2/roles/*/users");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0, "the grant could not be made at once");

        // Ana was found in the group a moment ago. That she is the one whom the new rules name, nobody has asked yet.
        journey.Slack.Faults.Down();
        await ChangedAsync(journey, JourneyRules.Usual.Replace("{ slackGroup: S0SRE }", "{ user: ana@acme.example }", StringComparison.Ordinal));
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).Problem?.StartsWith("Slack doesn't say", StringComparison.Ordinal) == true, "the grant waits for Slack");
        journey.OneLogin.Faults.Clear();
        journey.Slack.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.ReachesAsync(id, RequestState.Granted);
    }

    [Fact]
    public async Task The_alarm_of_a_machine_that_is_gone_is_over()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        journey.ExpectedComplaints.Add($"Alarm rules/broken: {Broken}");
        await journey.Bot.Services.GetServices<IHostedService>().OfType<RulesWatch>().Single().StopAsync(CancellationToken.None);
        var alarms = journey.Bot.Services.GetRequiredService<RaiseAlarms>();
        await alarms.ReportAsync(RulesAlarm.Source, [RulesAlarm.Of(["It is no good."], "gone", journey.Now)], journey.Now, CancellationToken.None);

        await journey.PassAsync(TimeSpan.FromMinutes(4));
        await journey.Bot.ReconcileAsync();
        Assert.StartsWith("*Alarm: ", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
        await journey.PassAsync(TimeSpan.FromMinutes(2));
        await journey.Bot.ReconcileAsync();

        Assert.StartsWith("*Over: ", Assert.Single(journey.Alerts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_told_to_reads_its_rules_at_once_and_goes_on()
    {
        Assert.SkipWhen(await IgnoresHangupsAsync(), "Whoever started the tests has SIGHUP ignored, as nohup does, and so do their children.");
        await using var journey = await ProcessJourney.StartAsync(Db.Sqlite);

        await journey.HangUpAsync();
        await journey.UntilAsync(() => journey.Said.Any(line => line.Contains("were read again and are those in force", StringComparison.Ordinal)));
        await journey.ChangeRulesAsync(rules => rules.Replace("slackGroup: S0SRE", "user: mona@acme.example", StringComparison.Ordinal));
        await journey.HangUpAsync();
        await journey.UntilAsync(() => journey.Said.Any(line => line.Contains("changed flow production", StringComparison.Ordinal)));

        var id = await journey.AskAsync("3600");
        await journey.ClickAsync(Cast.Mona, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);
    }

    private static async Task<bool> IgnoresHangupsAsync()
    {
        var ignored = (await File.ReadAllLinesAsync("/proc/self/status")).First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return (ulong.Parse(ignored["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1) != 0;
    }

    private static RulesInForce InForce(Journey journey) => journey.Bot.Services.GetRequiredService<RulesInForce>();

    private static async Task ChangedAsync(Journey journey, string rules)
    {
        var before = InForce(journey).Edition;
        await journey.ChangeRulesAsync(rules);
        await journey.HurryUntilAsync(() => InForce(journey).Edition != before, "the change is in force");
    }

    /// <summary>Hurries until it is, and no longer: what Slack is asked then has its time.</summary>
    private static async Task LoggedAsync(Journey journey, string words)
    {
        await journey.HurryUntilAsync(() => journey.Bot.Log.Lines.Any(line => line.Text.Contains(words, StringComparison.Ordinal)), $"'{words}' is logged");
    }

    private static Dictionary<string, string> Detail(AuditEntry entry) => JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Detail)!;
}
