using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Several workspaces of one Enterprise Grid organization.</summary>
public sealed class SeveralWorkspacesTests
{
    private const string Organization = "E0ACME";
    private const string Other = "T0OTHER";

    [Theory]
    [InlineData(Db.Sqlite, Door.Http), InlineData(Db.Postgres, Door.Http), InlineData(Db.Sqlite, Door.Sockets)]
    public async Task An_app_of_a_whole_organization_serves_all_its_workspaces_and_finds_their_groups(Db db, Door door)
    {
        await using var journey = await StartAsync(db, door, workspace: "", organization: Organization);
        journey.Slack.Reconfigure(settings => settings with { OrganizationTeams = ["T0THIRD", settings.TeamId, Other] });
        journey.Slack.ChangePerson(Cast.Rita.SlackId, person => person with { TeamId = Other });
        journey.Slack.ChangePerson(Cast.Ana.SlackId, person => person with { TeamId = Organization });
        journey.Slack.ChangeGroup(Cast.Responders, group => group with { TeamId = Other });

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Otto, id, "approve");
        await journey.ToldAsync(Cast.Otto, "not an approver");
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Whoever_is_in_the_workspace_that_is_served_is_no_outsider_wherever_their_home_is(Db db)
    {
        await using var journey = await StartAsync(db, Door.Http, workspace: null, organization: null);
        journey.Slack.ChangePerson(Cast.Rita.SlackId, person => person with { TeamId = Other, Teams = [Other, journey.Slack.Settings.TeamId] });
        journey.Slack.ChangePerson(Cast.Ana.SlackId, person => person with { TeamId = Organization, Teams = [Other] });
        journey.Slack.ChangePerson(Cast.Ben.SlackId, person => person with { TeamId = Organization, Teams = [journey.Slack.Settings.TeamId] });

        var id = await journey.AskAsync(Cast.Rita);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.ToldAsync(Cast.Ana, "Only members of this workspace");
        await journey.ClickAsync(Cast.Ben, id, "approve");
        await journey.ReachesAsync(id, RequestState.Granted);

        Assert.True(journey.Holds(Cast.Rita));
    }

    private static Task<Journey> StartAsync(Db db, Door door, string? workspace, string? organization) => Journey.StartAsync(
        db,
        door: door,
        before: (_, sandbox) =>
        {
            sandbox.Slack.Reconfigure(settings => settings with { EnterpriseId = Organization });
            return Task.CompletedTask;
        },
        settings: [.. workspace is null ? [] : new[] { KeyValuePair.Create("Slack:WorkspaceId", (string?)workspace) }, KeyValuePair.Create("Slack:EnterpriseId", organization)]);
}
