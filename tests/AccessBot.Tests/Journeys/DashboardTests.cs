using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Jobs;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using Hangfire;
using Hangfire.States;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Journeys;

/// <summary>Hangfire's dashboard: who is let in, by what, and for how long.</summary>
public sealed partial class DashboardTests
{
    private const string StrictPolicy = "default-src 'none'; frame-ancestors 'none'";

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_admin_signs_in_with_OneLogin_and_sees_the_queues_and_their_jobs(Db db)
    {
        await using var journey = await StartAsync(db);
        using var visitor = new Visitor(journey);
        var jobs = journey.Bot.Services.GetRequiredService<IBackgroundJobClient>();
        jobs.Create<Errands>(errands => errands.RevokeDueAsync(CancellationToken.None), new EnqueuedState(JobsModule.RevokeQueue));
        jobs.Create<Errands>(errands => errands.RunAsync(Errand.Revoke, "0198f0a4b1c27d3e8f90123456789abc", CancellationToken.None), new EnqueuedState(JobsModule.RevokeQueue));

        var page = await visitor.SignInAsync(Cast.Ada, $"{Visitor.Jobs}/jobs/enqueued");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("/jobs/jobs/enqueued/revoke", page.Text, StringComparison.Ordinal);
        Assert.Contains("RevokeDueAsync", page.Text, StringComparison.Ordinal);
        Assert.Contains("AccessBot jobs", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Back to site", page.Text, StringComparison.Ordinal);
        var queue = await visitor.GetAsync($"{Visitor.Jobs}/jobs/enqueued/{JobsModule.RevokeQueue}");
        Assert.Contains("Revoke 0198f0a4b1c27d3e8f90123456789abc", queue.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("js-jobs-list-command", queue.Text, StringComparison.Ordinal);
        foreach (var path in new[] { "/", "/servers", "/retries", "/recurring", "/jobs/scheduled", "/jobs/failed" })
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(Visitor.Jobs + path)).Status);
        }

        var signedIn = Assert.Single(await journey.AuditAsync($"person/{Cast.Ada.SlackId}"), entry => entry.Action == AuditAction.SignedIn);
        Assert.Equal((Cast.Ada.SlackId, "dashboard", $"{Cast.Ada.OneLoginId}"), (signedIn.Actor, signedIn.Where, signedIn.Fact("oneLoginUser")));
    }

    [Fact]
    public async Task What_the_page_fetches_is_there_and_the_numbers_are_told_and_the_policy_lets_no_more_than_that()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        var page = await visitor.SignInAsync(Cast.Ada);

        var assets = Asset().Matches(page.Text).Select(match => match.Groups["path"].Value).ToList();
        using var metrics = new FormUrlEncodedContent([new("metrics[]", "enqueued:count-or-null"), new("metrics[]", "servers:count")]);
        var numbers = await visitor.SendAsync(HttpMethod.Post, $"{Visitor.Jobs}/stats", "application/json", metrics);

        Assert.True(assets.Count >= 2, page.Text);
        foreach (var path in assets)
        {
            Assert.Equal((HttpStatusCode.OK, true), (await visitor.GetAsync(Visitor.Public + path)) is var asset ? (asset.Status, asset.Text.Length > 0) : default);
        }

        Assert.Equal("0", JsonDocument.Parse(numbers.Text).RootElement.GetProperty("servers:count").GetProperty("value").GetString());
        Assert.Contains("script-src 'self';", page.Policy, StringComparison.Ordinal);
        Assert.Matches("style-src 'self' 'sha256-[^']+';", page.Policy);
        Assert.Contains("frame-ancestors 'none'", page.Policy, StringComparison.Ordinal);
        Assert.Equal(StrictPolicy, (await visitor.GetAsync($"{Visitor.Public}/healthz/live")).Policy);
        Assert.Equal(StrictPolicy, (await visitor.GetAsync($"{Visitor.Public}/jobsite")).Policy);
    }

    [Fact]
    public async Task Who_has_not_signed_in_is_sent_to_OneLogin_by_the_address_in_the_settings_and_what_no_browser_shows_is_told_so()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);

        var asked = await visitor.GetAsync(Visitor.Jobs);
        var numbers = await visitor.SendAsync(HttpMethod.Post, $"{Visitor.Jobs}/stats", "application/json");
        var script = await visitor.SendAsync(HttpMethod.Get, $"{Visitor.Jobs}/js18250", "*/*");

        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(asked.Location).Query);
        Assert.Equal($"{Visitor.Jobs}/signed-in", query["redirect_uri"]);
        Assert.Equal(("code", "openid email", "S256"), (query["response_type"].ToString(), query["scope"].ToString(), query["code_challenge_method"].ToString()));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (numbers.Status, script.Status));
        Assert.All(visitor.Set, cookie => Assert.True(cookie is { HttpOnly: true, Secure: true, SameSite: Microsoft.Net.Http.Headers.SameSiteMode.Lax }, $"{cookie}"));
        Assert.Matches("^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'$", numbers.Policy);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_is_no_admin_is_told_so_and_written_down_and_has_no_session(Db db)
    {
        await using var journey = await StartAsync(db);
        using var visitor = new Visitor(journey);

        var page = await visitor.SignInAsync(Cast.Rita);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("Only AccessBot admins may see what others hold.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("accessbot", visitor.Cookies.Keys);
        var refused = Assert.Single(await journey.AuditAsync($"person/{Cast.Rita.SlackId}"), entry => entry.Action == AuditAction.Refused);
        Assert.Equal((nameof(RefusalCode.NotAnAdmin), "dashboard", Cast.Rita.SlackId), (refused.Fact("codes"), refused.Where, refused.Actor));
        Assert.DoesNotContain(journey.Bot.Log.Lines, line => line.Category.StartsWith("AccessBot", StringComparison.Ordinal) && line.Text.Contains(Cast.Rita.Email, StringComparison.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Who_is_taken_out_of_the_admins_sees_nothing_from_then_on_and_is_written_down_once(Db db)
    {
        await using var journey = await StartAsync(db);
        using var visitor = new Visitor(journey);
        await visitor.SignInAsync(Cast.Ada);
        var stolen = new Dictionary<string, string>(visitor.Cookies, StringComparer.Ordinal);

        journey.Bot.Services.GetRequiredService<RulesInForce>().Current = RulesFile.Read(JourneyRules.Usual.Replace("ada@acme.example", "ana@acme.example", StringComparison.Ordinal), "access.yaml").Rules!;
        var page = await visitor.GetAsync(Visitor.Jobs);
        var numbers = await visitor.SendAsync(HttpMethod.Post, $"{Visitor.Jobs}/stats", "application/json");
        stolen.ToList().ForEach(cookie => visitor.Cookies[cookie.Key] = cookie.Value);
        var replayed = await visitor.SendAsync(HttpMethod.Post, $"{Visitor.Jobs}/stats", "application/json");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (page.Status, numbers.Status, replayed.Status));
        Assert.Single(await journey.AuditAsync($"person/{Cast.Ada.SlackId}"), entry => entry.Action == AuditAction.Refused);
    }

    [Fact]
    public async Task Who_is_suspended_in_OneLogin_or_gone_from_Slack_sees_nothing_within_seconds()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);

        foreach (var (leave, back) in new (Action, Action)[]
        {
            (() => journey.OneLogin.ChangeUser(Cast.Ada.OneLoginId!.Value, user => user with { Status = 2 }), () => journey.OneLogin.ChangeUser(Cast.Ada.OneLoginId!.Value, user => user with { Status = 1 })),
            (() => journey.Slack.ChangePerson(Cast.Ada.SlackId, person => person with { Deleted = true }), () => journey.Slack.ChangePerson(Cast.Ada.SlackId, person => person with { Deleted = false })),
        })
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.SignInAsync(Cast.Ada)).Status);
            leave();
            journey.Clock.Advance(AdmitAdmin.FreshFor);

            var page = await visitor.GetAsync(Visitor.Jobs);

            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.DoesNotContain("accessbot", visitor.Cookies.Keys);
            back();
            journey.Clock.Advance(AdmitAdmin.FreshFor);
        }
    }

    [Theory]
    [InlineData("suspended", "can&#x27;t be used: suspended", nameof(RefusalCode.DirectoryUserInactive), "person/U0ADA")]
    [InlineData("not in Slack", "nobody there has the e-mail address of your OneLogin account", nameof(RefusalCode.NotLinked), "dashboard")]
    [InlineData("linked to another", "is linked to another OneLogin account than yours", nameof(RefusalCode.LinkedToAnother), "dashboard")]
    public async Task Who_can_not_be_told_for_sure_is_refused_and_told_what_to_do(string what, string sentence, string code, string stream)
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        var back = await visitor.ToOneLoginAsync(Cast.Ada);
        switch (what)
        {
            case "suspended":
                journey.OneLogin.ChangeUser(Cast.Ada.OneLoginId!.Value, user => user with { Status = 2 });
                break;
            case "not in Slack":
                journey.OneLogin.ChangeUser(Cast.Ada.OneLoginId!.Value, user => user with { Email = "elsewhere@acme.example" });
                break;
            default:
                await journey.Bot.Services.GetRequiredService<IPersonStore>()
                    .LinkAsync(new(AccessBot.Core.People.SlackUserId.Parse(Cast.Ada.SlackId), Cast.Otto.OneLoginId!.Value, Cast.Ada.Email, journey.Now), CancellationToken.None);
                break;
        }

        var page = await visitor.GetAsync(back);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains(sentence, page.Text, StringComparison.Ordinal);
        Assert.Equal(code, Assert.Single(await journey.AuditAsync(stream), entry => entry.Action == AuditAction.Refused).Fact("codes"));
    }

    /// <summary>The link and not the address says who somebody is: who was given an admin's address in OneLogin is not them.</summary>
    [Fact]
    public async Task An_admin_s_address_that_another_OneLogin_user_has_lets_nobody_in()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        await visitor.SignInAsync(Cast.Ada);
        visitor.Cookies.Clear();
        journey.OneLogin.ChangeUser(Cast.Ada.OneLoginId!.Value, user => user with { Email = "ada.lind@acme.example" });
        journey.OneLogin.ChangeUser(Cast.Rita.OneLoginId!.Value, user => user with { Email = Cast.Ada.Email });

        var page = await visitor.SignInAsync(Cast.Rita);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("linked to another OneLogin account", page.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(true, HttpStatusCode.OK), InlineData(false, HttpStatusCode.Forbidden)]
    public async Task A_subject_that_is_no_id_is_found_by_the_address_if_exactly_one_has_it(bool alone, HttpStatusCode status)
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        journey.OneLogin.Behaviours.SubjectsAreOpaque = true;
        if (!alone)
        {
            journey.OneLogin.AddUser(new OneLoginUser { Id = 2001, Email = Cast.Ada.Email, Firstname = "Ada", Lastname = "Twice" });
        }

        var page = await visitor.SignInAsync(Cast.Ada);

        Assert.Equal(status, page.Status);
        Assert.Equal(alone, page.Text.Contains("AccessBot jobs", StringComparison.Ordinal));
    }

    /// <summary>Nothing says that OneLogin's number is the id of a user: one of another kind must not make somebody an admin who happens to have it as their id.</summary>
    [Theory]
    [InlineData("their own", HttpStatusCode.Forbidden)]
    [InlineData("the admin's", HttpStatusCode.OK)]
    [InlineData("none", HttpStatusCode.OK)]
    public async Task A_number_is_an_id_only_of_who_has_the_address_as_well_where_one_is_said(string address, HttpStatusCode status)
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        journey.OneLogin.Behaviours.IdTokensSay = token =>
        {
            token["sub"] = $"{Cast.Ada.OneLoginId}";
            if (address == "the admin's")
            {
                token["email"] = Cast.Ada.Email.ToUpperInvariant();
            }
            else if (address == "none")
            {
                token.Remove("email");
            }
        };

        var page = await visitor.SignInAsync(Cast.Otto);

        Assert.Equal(status, page.Status);
        Assert.Equal(status == HttpStatusCode.OK, page.Text.Contains("AccessBot jobs", StringComparison.Ordinal));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task While_Slack_or_OneLogin_is_away_nobody_is_let_in_and_the_page_says_so(Db db)
    {
        await using var journey = await StartAsync(db);
        journey.PossibleComplaints.AddRange(["Slack", "OneLogin"]);
        using var visitor = new Visitor(journey);
        await visitor.SignInAsync(Cast.Ada);
        using var other = new Visitor(journey);
        var answer = await other.ToOneLoginAsync(Cast.Ada);
        journey.Haste = 50;

        journey.Slack.Faults.Down();
        journey.Clock.Advance(AdmitAdmin.FreshFor);
        var seen = await visitor.GetAsync(Visitor.Jobs);
        var signedIn = await other.GetAsync(answer);
        journey.Slack.Faults.Clear();
        journey.OneLogin.Faults.Inject(OneLoginFault.Unavailable, path: "/api/2/users/*");
        journey.Clock.Advance(AdmitAdmin.FreshFor);
        var withoutOneLogin = await visitor.GetAsync(Visitor.Jobs);
        journey.OneLogin.Faults.Clear();
        journey.Clock.Advance(AdmitAdmin.FreshFor);
        var back = await visitor.GetAsync(Visitor.Jobs);

        Assert.All([seen, signedIn], page => Assert.Contains("Slack does not answer", page.Text, StringComparison.Ordinal));
        Assert.Contains("OneLogin does not answer", withoutOneLogin.Text, StringComparison.Ordinal);
        Assert.All([seen, signedIn, withoutOneLogin], page => Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status));
        Assert.DoesNotContain("accessbot", other.Cookies.Keys);
        Assert.Equal(HttpStatusCode.OK, back.Status);
    }

    [Fact]
    public async Task While_OneLogin_s_authorization_server_is_away_nobody_can_sign_in_and_the_page_says_so()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        journey.OneLogin.Faults.Inject(OneLoginFault.Unavailable, path: "/oidc/2/.well-known/openid-configuration");
        var asked = await visitor.GetAsync(Visitor.Jobs);
        journey.OneLogin.Faults.Clear();
        var answer = await visitor.ToOneLoginAsync(Cast.Ada);
        journey.OneLogin.Faults.Inject(OneLoginFault.Dropped, path: "/oidc/2/token");

        var answered = await visitor.GetAsync(answer);

        Assert.All([asked, answered], page => Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status));
        Assert.All([asked, answered], page => Assert.Contains("OneLogin does not answer", page.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_can_be_changed_not_even_by_an_admin()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        await visitor.SignInAsync(Cast.Ada);
        var jobs = journey.Bot.Services.GetRequiredService<IBackgroundJobClient>();
        var id = jobs.Create<Errands>(errands => errands.RevokeDueAsync(CancellationToken.None), new EnqueuedState(JobsModule.RevokeQueue));

        foreach (var (method, path) in new[] { ("POST", $"/jobs/actions/requeue/{id}"), ("POST", $"/jobs/actions/delete/{id}"), ("POST", "/jobs/enqueued/delete"), ("POST", "/recurring/trigger"), ("DELETE", "/"), ("PUT", "/stats"), ("POST", "/signed-in") })
        {
            using var form = new FormUrlEncodedContent([new("jobs[]", id)]);
            var answer = await visitor.SendAsync(new HttpMethod(method), Visitor.Jobs + path, content: form);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        }

        Assert.Equal("Enqueued", journey.Bot.Services.GetRequiredService<JobStorage>().GetConnection().GetStateData(id).Name);
    }

    [Fact]
    public async Task Where_no_setting_asks_for_it_there_is_none_and_nothing_of_it_is_made()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        using var http = new HttpClient { BaseAddress = journey.Bot.Address };

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/jobs")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/jobs/signed-in?code=x&state=y")).StatusCode);
        Assert.Null(journey.Bot.Services.GetService<IAuthenticationSchemeProvider>());
    }

    [Theory]
    [InlineData("no state")]
    [InlineData("a state of one's own")]
    [InlineData("another browser's answer")]
    [InlineData("an answer that was used")]
    public async Task An_answer_that_was_not_asked_for_by_this_browser_signs_nobody_in(string what)
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var victim = new Visitor(journey);
        using var other = new Visitor(journey);
        var answer = await other.ToOneLoginAsync(Cast.Ada);
        switch (what)
        {
            case "no state":
                answer = $"{Visitor.Jobs}/signed-in?code=1234";
                break;
            case "a state of one's own":
                answer = $"{Visitor.Jobs}/signed-in?code=1234&state=CfDJ8forged";
                break;
            case "an answer that was used":
                await other.GetAsync(answer);
                other.Cookies.ToList().ForEach(cookie => victim.Cookies[cookie.Key] = cookie.Value);
                victim.Cookies.Remove("accessbot");
                break;
        }

        var page = await victim.GetAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("accessbot", victim.Cookies.Keys);
    }

    [Theory]
    [InlineData("aud", "another app")]
    [InlineData("iss", "https://evil.example/oidc/2")]
    [InlineData("nonce", "another nonce")]
    [InlineData("exp", null)]
    public async Task A_token_that_is_not_for_this_sign_in_signs_nobody_in(string claim, string? value)
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        journey.OneLogin.Behaviours.IdTokensSay = said => said[claim] = value ?? (System.Text.Json.Nodes.JsonNode)journey.Now.AddMinutes(-2).ToUnixTimeSeconds();

        var page = await visitor.SignInAsync(Cast.Ada);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("accessbot", visitor.Cookies.Keys);
        Assert.DoesNotContain(await journey.AuditAsync($"person/{Cast.Ada.SlackId}"), entry => entry.Action == AuditAction.SignedIn);
    }

    [Fact]
    public async Task Who_turns_back_at_OneLogin_is_not_let_in()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);

        var page = await visitor.SignInAsync(who: null);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("OneLogin did not sign you in.", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the first byte")]
    [InlineData("the middle")]
    [InlineData("the last byte")]
    [InlineData("all of it")]
    public async Task A_session_that_was_tampered_with_is_none(string where)
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        await visitor.SignInAsync(Cast.Ada);
        var bytes = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(visitor.Cookies["accessbot"]);
        bytes[where switch { "the first byte" => 0, "the middle" => bytes.Length / 2, _ => ^1 }] ^= 1;
        visitor.Cookies["accessbot"] = where == "all of it" ? "signed-in" : Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(bytes);

        var page = await visitor.GetAsync(Visitor.Jobs);

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours_whatever_was_done_meanwhile()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        await visitor.SignInAsync(Cast.Ada);

        await journey.PassAsync(TimeSpan.FromHours(7.9));
        var before = await visitor.GetAsync(Visitor.Jobs);
        await journey.PassAsync(TimeSpan.FromHours(0.1));
        var after = await visitor.GetAsync(Visitor.Jobs);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (before.Status, after.Status));
        Assert.Null(visitor.Set.Last(cookie => cookie.Name == "accessbot" && cookie.Value.Length > 0).Expires);
    }

    [Fact]
    public async Task Of_two_processes_each_takes_what_the_other_gave_at_every_step()
    {
        await using var journey = await StartAsync(Db.Postgres, bots: 2);
        using var visitor = new Visitor(journey);
        var turn = 0;
        visitor.Behind = () => journey.Bots[turn++ % 2];

        var first = await visitor.SignInAsync(Cast.Ada);
        var second = await visitor.GetAsync(Visitor.Jobs);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, 4), (first.Status, second.Status, turn));
    }

    [Fact]
    public async Task A_rotated_client_secret_is_used_without_a_restart_and_ends_all_sessions()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);
        journey.ExpectedComplaints.Add("OneLogin refuses it with the word 'invalid_client'");
        await visitor.SignInAsync(Cast.Ada);
        using var late = new Visitor(journey);
        var app = journey.OneLogin.Apps.Rotate(journey.Sandbox.DashboardApp.ClientId);

        var refused = await late.SignInAsync(Cast.Ada);
        journey.Bot.Reconfigure([new("Dashboard:ClientSecret", app.ClientSecret)]);
        var ended = await visitor.GetAsync(Visitor.Jobs);
        var after = await late.SignInAsync(Cast.Ada);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (ended.Status, after.Status));
    }

    [Fact]
    public async Task One_that_is_replaced_where_it_is_kept_is_read_when_OneLogin_refuses_the_old_one()
    {
        var kept = Path.Combine(Directory.CreateTempSubdirectory("accessbot-dashboard-").FullName, "secret");
        await using var journey = await Journey.StartAsync(Db.Sqlite, settingsOf: sandbox =>
        {
            File.WriteAllText(kept, sandbox.DashboardApp.ClientSecret);
            return [.. Visitor.Settings(sandbox), new("Dashboard:ClientSecret", $"file:{kept}")];
        });
        journey.ExpectedComplaints.Add("OneLogin refuses it with the word 'invalid_client'");
        using var visitor = new Visitor(journey);
        await File.WriteAllTextAsync(kept, journey.OneLogin.Apps.Rotate(journey.Sandbox.DashboardApp.ClientId).ClientSecret);

        var first = await visitor.SignInAsync(Cast.Ada);
        var second = await visitor.SignInAsync(Cast.Ada);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (first.Status, second.Status));
        Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
    }

    [Fact]
    public async Task Settings_that_can_not_be_used_any_more_shut_the_dashboard_and_nothing_else()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        journey.ExpectedComplaints.Add("The dashboard could not be shown");
        using var visitor = new Visitor(journey);
        await visitor.SignInAsync(Cast.Ada);

        Assert.ThrowsAny<Exception>(() => journey.Bot.Reconfigure([new("Dashboard:ClientSecret", "")]));
        var jobs = await visitor.GetAsync(Visitor.Jobs);
        var answer = await visitor.GetAsync($"{Visitor.Jobs}/signed-in?code=1&state=2");
        var health = await visitor.GetAsync($"{Visitor.Public}/healthz/live");
        var id = await journey.AskAsync(Cast.Rita);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (jobs.Status, answer.Status, health.Status));
        Assert.Equal(AccessBot.Core.Requests.RequestState.Requested, (await journey.RequestAsync(id)).State);
    }

    [Fact]
    public async Task Whoever_writes_the_path_in_capitals_comes_to_the_page_all_the_same()
    {
        await using var journey = await StartAsync(Db.Sqlite);
        using var visitor = new Visitor(journey);

        var back = await visitor.GetAsync(await visitor.ToOneLoginAsync(Cast.Ada, $"{Visitor.Public}/JOBS/servers?from=1"));

        Assert.Equal("/jobs/servers?from=1", back.Location);
        Assert.Equal("/jobs", visitor.Set.Last(cookie => cookie.Name == "accessbot").Path.ToString());
    }

    private static Task<Journey> StartAsync(Db db, int bots = 1) => Journey.StartAsync(db, bots, settingsOf: Visitor.Settings);

    [GeneratedRegex("(?:src|href)=\"(?<path>/jobs/(?:js|css)[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asset();
}
