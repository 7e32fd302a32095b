using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Journeys;

/// <summary>The rules that users begin with, compiled from the files that they copy, and used.</summary>
public sealed class RulesSampleTests
{
    private const string Yaml = """
        version: 1
        rulesFolder: rules
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878 }
        flows:
          production:
            label: Production access
            targets: [production-admin]
            durations: [30m]
            reason: { required: true }
            fields:
              - { name: ticket, label: Ticket, type: choice, choicesFrom: TicketIsOpen, required: true }
            rules: [TicketIsOpen]
            approvers:
              - { anyOf: [ { slackGroup: S0SRE } ] }
            notify: [ { channel: C0ACCESS } ]
        """;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task A_ticket_that_is_open_is_offered_and_one_that_was_closed_meanwhile_gives_nothing(Db db)
    {
        var isOpen = true;
        await using var tracker = await TrackerAsync(() => isOpen);
        await using var journey = await Journey.StartAsync(db, rules: Yaml, code: Directory.EnumerateFiles(Repository.File("deploy/rules-sample/rules"), "*.cs")
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal));
        journey.ExpectedComplaints.Add("given up");

        var (first, second) = (await AskAsync(journey, Cast.Rita), await AskAsync(journey, Cast.Otto));
        await journey.ClickAsync(Cast.Ana, first, "approve");
        await journey.ReachesAsync(first, RequestState.Granted);
        isOpen = false;
        await journey.ClickAsync(Cast.Ana, second, "approve");
        await journey.ReachesAsync(second, RequestState.Failed);

        Assert.Equal("The rule TicketIsOpen refuses it: The ticket was closed meanwhile.", (await journey.RequestAsync(second)).Problem);
        Assert.Equal((true, false), (journey.Holds(Cast.Rita), journey.Holds(Cast.Otto)));
    }

    private static async Task<RequestId> AskAsync(Journey journey, CastMember who)
    {
        await journey.Slack.As(who.SlackId).CommandAsync("/access");
        await journey.UntilAsync(() => journey.Slack.OpenView(who.SlackId) is { } view && view.Json.GetRawText().Contains($"OPS-1 of {who.Email}", StringComparison.Ordinal), "the form offers the ticket");
        var known = (await journey.RequestsAsync()).Count;
        await journey.Slack.As(who.SlackId).SubmitAsync(new FormValues
        {
            { "target:production", "target", "production-admin" },
            { "duration:production", "duration", "1800" },
            { "reason", "reason", Journey.Reason },
            { "field.ticket:production", "choice", "OPS-1" },
        });
        await journey.UntilAsync(async () => (await journey.RequestsAsync()).Count > known, "the request is made");
        var id = (await journey.RequestsAsync()).Single(request => request.Requester.Value == who.SlackId).Id;
        await journey.ShownAsync(id);
        return id;
    }

    /// <summary>A tracker with one ticket of whoever asks.</summary>
    private static async Task<WebApplication> TrackerAsync(Func<bool> isOpen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/tickets", (string assignee) => Results.Json(new[] { new { key = "OPS-1", title = $"of {assignee}", open = isOpen() } }));
        await app.StartAsync();
        Environment.SetEnvironmentVariable("TICKETS_URL", $"{app.Urls.First()}/tickets");
        return app;
    }
}
