using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Journeys;

/// <summary>Somebody denies what is approved and not granted yet.</summary>
public sealed class LateDenialTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task Before_OneLogin_was_told_it_is_never_told(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["not granted yet", "OneLogin"]);
        var id = await ApprovedAsync(journey, "GET", "/api/2/users/*");

        await journey.ClickAsync(Cast.Ben, id, "deny");
        await journey.ReachesAsync(id, RequestState.Denied);
        journey.OneLogin.Faults.Clear();
        await journey.PassAsync(TimeSpan.FromMinutes(5));
        await journey.Bot.ReconcileAsync();
        await journey.QuietAsync();

        Assert.Empty(journey.Writes("POST"));
        Assert.Contains($"Denied by <@{Cast.Ben.SlackId}>", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Equal(("Approved", "Denied"), await DenialAsync(journey, id));
    }

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task After_OneLogin_was_told_what_it_may_have_done_is_taken_back_first(Db db)
    {
        await using var journey = await Journey.StartAsync(db);
        journey.ExpectedComplaints.AddRange(["not granted yet", "OneLogin"]);
        var id = await ApprovedAsync(journey, "POST", "/api/2/roles/*/users", afterEffect: true);
        Assert.True(journey.Holds(Cast.Rita));

        // The approver's own mind may change, too.
        await journey.ClickAsync(Cast.Ana, id, "deny");
        await journey.UntilAsync(async () => (await journey.RequestAsync(id)).State == RequestState.Revoking);
        await journey.ShownAsync(id);
        Assert.Contains("while the role was being given", (await journey.ApproversMessageAsync(id)).Text, StringComparison.Ordinal);
        journey.OneLogin.Faults.Clear();
        journey.Haste = 10;
        await journey.UntilAsync(async () =>
        {
            await journey.Bot.LookAsync();
            return (await journey.RequestAsync(id)).State == RequestState.Revoked;
        });
        await journey.ShownAsync(id);

        Assert.False(journey.Holds(Cast.Rita));
        Assert.DoesNotContain(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Granted);
        Assert.Contains($"Denied by <@{Cast.Ana.SlackId}>", (await journey.RequesterMessageAsync(id)).Text, StringComparison.Ordinal);
        Assert.Equal(("Approved", "Revoking"), await DenialAsync(journey, id));
    }

    /// <summary>Approved by Ana, with OneLogin failing at this call, and at every attempt after it.</summary>
    private static async Task<RequestId> ApprovedAsync(Journey journey, string method, string path, bool afterEffect = false)
    {
        var id = await journey.AskAsync(Cast.Rita);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError with { AfterEffect = afterEffect }, method, path);
        await journey.ClickAsync(Cast.Ana, id, "approve");
        await journey.HurryUntilAsync(async () => (await journey.RequestAsync(id)).Attempts > 0);
        journey.OneLogin.Faults.Inject(OneLoginFault.InternalError, "GET", "/api/2/users/*");
        await journey.ShownAsync(id);
        return id;
    }

    private static async Task<(string?, string?)> DenialAsync(Journey journey, RequestId id)
    {
        var denial = Assert.Single(await journey.AuditAsync(id.ToString()), entry => entry.Action == AuditAction.Denied);
        return (denial.Before, denial.After);
    }
}
