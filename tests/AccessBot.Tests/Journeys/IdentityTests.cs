using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Who somebody in Slack is in OneLogin, and what becomes of that when addresses change.</summary>
public sealed class IdentityTests
{
    private const long NilsHolt = 1100;

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_admin_links_whom_no_address_does_and_undoes_it(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["given up", "Alarm identity/U0NILS/unlinked"]);
        journey.OneLogin.AddUser(new OneLoginUser { Id = NilsHolt, Email = "n.holt@elsewhere.example", Firstname = "Nils-Erik", Lastname = "Holt" });
        await journey.SubmitAsync(Cast.Nils);
        Assert.Contains("type /access link @you YOUR-ONELOGIN-ID", Assert.Single(journey.Slack.OpenView(Cast.Nils.SlackId)!.Errors).Value, StringComparison.Ordinal);

        await TypeAsync(journey, Cast.Otto, $"link <@{Cast.Nils.SlackId}> {NilsHolt}", "Only AccessBot admins");
        await TypeAsync(journey, Cast.Ada, $"link <@{Cast.Nils.SlackId}> 4711", "OneLogin has no user");
        await TypeAsync(journey, Cast.Ada, $"link <@{Cast.Nils.SlackId}", "Type it like this");
        await TypeAsync(journey, Cast.Ada, $"link <@{Cast.Nils.SlackId}|nils holt> N.Holt@elsewhere.example", "is now OneLogin user 1100: Nils-Erik Holt, n.holt@elsewhere.example.");
        var id = await AskAsync(journey, Cast.Nils);
        Assert.Equal(NilsHolt, (await journey.RequestAsync(id)).OneLoginUser);

        // Nobody is two people, and a link is replaced only when that is said.
        await TypeAsync(journey, Cast.Ada, $"link {Cast.Rita.SlackId} {NilsHolt}", "Nils-Erik Holt (1100) is linked to the Slack user nils (U0NILS)");
        await TypeAsync(journey, Cast.Ada, $"link {Cast.Nils.SlackId} 1006", "is linked to OneLogin user 1100 already");
        await TypeAsync(journey, Cast.Ada, $"link {Cast.Nils.SlackId} 1006 replace", "Before they were OneLogin user 1100");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Failed);
        Assert.Contains("linked the requester to another OneLogin user", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Empty(journey.Writes("POST"));
        await TypeAsync(journey, Cast.Ada, $"unlink <mailto:{Cast.Nils.Email}|{Cast.Nils.Email}>", "is not linked to OneLogin user 1006 any more");
        await TypeAsync(journey, Cast.Ada, $"unlink {Cast.Nils.SlackId}", "There is nothing to undo");

        var trail = await journey.AuditAsync($"person/{Cast.Nils.SlackId}");
        Assert.Equal([AuditAction.Linked, AuditAction.Linked, AuditAction.Unlinked], trail.Select(entry => entry.Action).Where(action => action != AuditAction.Refused));
        Assert.All(trail.Where(entry => entry.Action != AuditAction.Refused), entry => Assert.Equal(Cast.Ada.SlackId, entry.Actor));
        Assert.Contains(trail, entry => entry.Detail == """{"oneLoginUser":"1006","replaced":"1100"}""");
        Assert.Contains(await journey.AuditAsync($"person/{Cast.Otto.SlackId}"), entry => entry.Action == AuditAction.Refused);
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task An_address_that_becomes_somebody_elses_and_a_second_claimant_are_refused_and_told(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["Alarm identity/U0RITA/1006: The Slack address of U0RITA", "Alarm identity/U0TWIN/1001: A second Slack user, U0TWIN"]);
        var id = await AskAsync(journey, Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        // A new name, which nobody has in OneLogin, is no reason to lose access.
        journey.Slack.ChangePerson(Cast.Rita.SlackId, person => person with { Email = "rita.new@acme.example" });
        id = await AskAsync(journey, Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);

        journey.Slack.ChangePerson(Cast.Rita.SlackId, person => person with { Email = "OTTO@acme.example" });
        await journey.SubmitAsync(Cast.Rita);
        await RefusedAsync(journey, Cast.Rita.SlackId, "changed to that of another OneLogin account");
        await journey.SubmitAsync(Cast.Rita);
        await journey.UntilAsync(() => journey.Alerts.Count > 0);
        var moved = Assert.Single(journey.Alerts);
        Assert.Contains("linked to OneLogin user 1001", moved.Text, StringComparison.Ordinal);
        Assert.Contains("that of OneLogin user 1006", moved.Text, StringComparison.Ordinal);

        journey.Slack.Add(new SlackPerson("U0TWIN", "twin", "Rita Vale", Cast.Rita.Email));
        await journey.SubmitAsync(new CastMember("U0TWIN", OneLoginId: null, "Rita", "Twin", "has Rita's address"));
        await RefusedAsync(journey, "U0TWIN", "already belongs to another Slack user");
        await journey.UntilAsync(() => journey.Alerts[^1].Text.Contains("linked to the Slack user U0RITA", StringComparison.Ordinal));

        await TypeAsync(journey, Cast.Ada, $"link {Cast.Rita.SlackId} 1001", "is now OneLogin user 1001: Rita Vale");
        Assert.NotEqual(default, await AskAsync(journey, Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task The_same_name_in_an_alias_of_the_domain_is_the_same_person(Db db)
    {
        await using var journey = await Journey.StartAsync(db, settings: new KeyValuePair<string, string?>("Identity:AliasDomains", "acme.example=acme.alias"));
        journey.Slack.ChangePerson(Cast.Rita.SlackId, person => person with { Email = "Rita@acme.alias" });

        var id = await AskAsync(journey, Cast.Rita);

        Assert.Equal(Cast.Rita.OneLoginId, (await journey.RequestAsync(id)).OneLoginUser);
    }

    /// <summary>Asks in a new form, whatever is open of another.</summary>
    private static async Task<RequestId> AskAsync(Journey journey, CastMember who)
    {
        if (journey.Slack.OpenView(who.SlackId) is not null)
        {
            await journey.Slack.As(who.SlackId).CloseModalAsync(all: true);
        }

        return await journey.AskAsync(who);
    }

    private static async Task TypeAsync(Journey journey, CastMember who, string words, string answer)
    {
        Assert.True((await journey.Slack.As(who.SlackId).CommandAsync("/access", words)).Acknowledged);
        await journey.ToldAsync(who, answer);
    }

    /// <summary>In the form or, where a busy machine takes longer to judge it than Slack waits, afterwards.</summary>
    private static Task RefusedAsync(Journey journey, string who, string words) => journey.UntilAsync(
        () => (journey.Slack.OpenView(who)?.Errors.Values ?? []).Concat(journey.Slack.Ephemerals(who).Select(message => message.Text))
            .Any(text => text.Contains(words, StringComparison.Ordinal)),
        $"{who} is told '{words}'");
}
