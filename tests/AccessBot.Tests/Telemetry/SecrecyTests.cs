using System.Text;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Telemetry;

/// <summary>
/// A process as in production, with its telemetry sent to a collector and everything said in JSON, lives through a day's troubles: nothing
/// that is secret, and nothing that a person is or wrote, is in anything that it writes.
/// </summary>
public sealed class SecrecyTests
{
    // Each stands where only one thing is: what leaked is told by its name.
    private const string Reason = "hush-reason-7c1 after the failover";
    private const string Ticket = "HUSH-4711";
    private const string Message = "hush-message-2d9 since the freeze";
    private const string Words = "hush-words-88a";
    private const string WebhookSecret = "hush-webhook-secret-5e3";
    private const string Password = "hush-password-91b";

    private const string Rules = """
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878, privilege: member }
        flows:
          production:
            label: Production access
            targets: [production-admin]
            durations: [5s, 1h]
            reason: { required: true }
            fields:
              - { name: ticket, type: string, label: Ticket, required: true }
            decisionMessage: required
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ], count: 1 }
            notify:
              - { channel: C0ACCESS }
        """;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres), InlineData(Db.Sqlite, Door.Sockets)]
    public async Task Nothing_secret_or_personal_is_in_logs_traces_metrics_health_or_answers_and_a_click_is_one_trace(Db db, Door door = Door.Http)
    {
        await using var collector = await OtlpListener.StartAsync();
        await using var journey = await ProcessJourney.MigratedAsync(db, door);
        using var http = new HttpClient();
        var settings = new Dictionary<string, string>(collector.Settings, StringComparer.Ordinal)
        {
            ["Logging__Console__FormatterName"] = "json",
            ["Webhooks__SigningSecret"] = WebhookSecret,
            ["Dashboard__ClientId"] = journey.Sandbox.DashboardApp.ClientId,
            ["Dashboard__ClientSecret"] = journey.Sandbox.DashboardApp.ClientSecret,
        };
        if (db == Db.Postgres)
        {
            settings["Database__ConnectionString"] = journey.ConnectionString + $";Password={Password}";
        }

        var bot = journey.NewBot(settings, Rules);
        journey.Slack.ConnectTo(bot.EventsUrl);
        await journey.StartAgainAsync();
        var secrets = new List<string>
        {
            Reason, Ticket, Message, Words, WebhookSecret, Password, "slack/response", "ticket=", "Bearer",
            journey.Slack.Settings.BotToken, journey.Slack.Settings.SigningSecret, journey.Sandbox.Credential.ClientSecret,
            journey.Sandbox.PagerDuty.Key, journey.Sandbox.Opsgenie.Key, journey.Sandbox.DashboardApp.ClientSecret, "code=", "&state=", "client_secret",
        };
        secrets.AddRange(Cast.All.SelectMany(person => new[] { person.Email, person.Name }));
        secrets.AddRange(door == Door.Sockets ? ["xapp-1"] : []);

        // Asked, refused to one, approved by another while Slack and OneLogin fail, granted, and ended late.
        await journey.Slack.As(Cast.Rita.SlackId).CommandAsync("/access", $"{Words} {Ticket}");
        await journey.OpenFormAsync();
        await journey.Slack.As(Cast.Rita.SlackId).SubmitAsync(new FormValues
        {
            { "target:production", "target", "production-admin" },
            { "duration:production", "duration", "5" },
            { "field.ticket", "field", Ticket },
            { "reason", "reason", Reason },
        });
        var id = await journey.ShownAsync();
        await journey.ClickAsync(Cast.Otto, id, "approve");
        journey.Slack.Faults.Refuse("invalid_auth", "chat.update", times: 2);
        journey.OneLogin.Faults.Inject(OneLoginFault.Unauthorized, "POST", "/api/2/roles/*", times: 1);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "DELETE", times: 1);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.Slack.WaitUntilAsync(s => s.OpenView(Cast.Ana.SlackId) is not null, "the window is open");
        await journey.Slack.As(Cast.Ana.SlackId).SubmitAsync(new FormValues { { "decision.message", "message", Message } });
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Expired);

        // What strangers send, and what operators ask.
        var answers = new StringBuilder();
        using var forged = new HttpRequestMessage(HttpMethod.Post, bot.EventsUrl) { Content = new FormUrlEncodedContent([KeyValuePair.Create("payload", Words)]) };
        forged.Headers.Add("X-Slack-Signature", "v0=00");
        forged.Headers.Add("X-Slack-Request-Timestamp", "1");
        answers.Append(await (await http.SendAsync(forged, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        foreach (var path in new[] { "/metrics", "/healthz/ready", "/healthz/live", $"/{Words}" })
        {
            answers.Append(await (await http.GetAsync(new Uri(bot.EventsUrl, path), TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        // An admin looks at the jobs, and somebody who is none is told so.
        journey.OneLogin.Apps.Change(journey.Sandbox.DashboardApp.ClientId, app => app with { RedirectUris = [$"{bot.JobsUrl}/signed-in"] });
        Assert.Contains("AccessBot jobs", await SignedInAsync(bot.JobsUrl, Cast.Ada), StringComparison.Ordinal);
        answers.Append(await SignedInAsync(bot.JobsUrl, Cast.Rita));

        secrets.Add(journey.OneLogin.Credentials.TokenFor(journey.Sandbox.Credential).Value);
        await journey.UntilAsync(() => OneTrace(collector, id), "a click is one trace, from Slack to OneLogin");
        await bot.StopAsync();

        var metrics = answers.ToString();
        Assert.Contains("accessbot_request_steps", metrics, StringComparison.Ordinal);
        Assert.Contains(metrics.Split('\n'), line => line.StartsWith("accessbot_slack_call_duration_seconds_count", StringComparison.Ordinal)
            && line.Contains("\"chat.postMessage\"", StringComparison.Ordinal) && line.Contains("\"ok\"", StringComparison.Ordinal));
        var calls = metrics.Split('\n').Where(line => line.StartsWith("accessbot_onelogin_call_duration_seconds_count", StringComparison.Ordinal)).ToList();
        Assert.True(calls.Exists(line => line.Contains("\"POST ", StringComparison.Ordinal) && line.Contains("/api/2/roles/{id}/users\"", StringComparison.Ordinal)), string.Join(Environment.NewLine, calls));
        Assert.Contains("accessbot_job_waiting_count", metrics, StringComparison.Ordinal);
        Assert.Contains(journey.Said, line => line.Contains("\"LogLevel\":\"", StringComparison.Ordinal));
        Assert.Contains(collector.Received, r => r.Path == "/v1/logs");
        Assert.Contains(collector.Received, r => r.Path == "/v1/metrics");
        foreach (var (where, text) in new[] { ("what it writes", journey.Lines()), ("what it answers", metrics), ("what it sends", collector.Text) })
        {
            foreach (var secret in secrets)
            {
                Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"'{secret}' is in {where}: {Around(text, secret)}");
            }
        }
    }

    private static async Task<string> SignedInAsync(Uri jobs, CastMember who)
    {
        using var browser = new HttpClient();
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        using var asked = await browser.GetAsync(jobs);
        using var answer = await browser.GetAsync(asked.RequestMessage!.RequestUri!.AbsoluteUri.Replace("/auth?", $"/auth/as/{who.OneLoginId}?", StringComparison.Ordinal));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The submission by which it was approved, what was done about it, and OneLogin's answer to it.</summary>
    private static bool OneTrace(OtlpListener collector, RequestId id)
    {
        var spans = collector.Spans;
        return spans.Where(span => span.Name == "grant" && span.Text.Contains(id.ToString(), StringComparison.Ordinal)).Any(grant =>
        {
            var trace = spans.Where(span => span.Trace == grant.Trace).ToList();
            return trace.Exists(span => span is { Name: "slack.delivery", Parent: "" })
                && trace.Exists(span => span.Name == "slack.handle")
                && trace.Exists(span => span.Text.Contains("job.grant", StringComparison.Ordinal))
                && trace.Exists(span => span.Text.Contains($"/api/2/roles/{Cast.ProductionAdmin}/users", StringComparison.Ordinal));
        });
    }

    private static string Around(string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
        return text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)];
    }
}
