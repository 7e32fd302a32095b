using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Tests.Support;
using AccessBot.Tests.Support.Promises;

namespace AccessBot.Tests.Journeys;

/// <summary>Plans that broke a promise once, each as small as it could be made.</summary>
public sealed class PromisesOnceBrokenTests
{
    private static readonly Step Asks = new Step.Ask(Cast.Rita, "production", "production-admin", 30);
    private static readonly Step AsksAgain = new Step.Ask(Cast.Rita, "second-door", "production-admin", 60);
    private static readonly Step Work = new Step.Work();

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public Task An_add_that_OneLogin_does_not_show_yet_is_taken_back(Db db) => HoldsAsync(db,
        new Step.OneLoginShowsLate(TimeSpan.FromSeconds(150)), Asks, Approves(0), Work, new Step.Click(Verb.Revoke, Cast.Ana, 0), Work);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public Task A_role_that_was_lost_before_it_was_granted_is_not_kept_at_the_end(Db db) => HoldsAsync(db,
        ByHand(true), Asks, Approves(0), new Step.DatabaseFails(4, 1, AfterEffect: false), Work, new Step.FaultsEnd(), ByHand(false), new Step.Pass(TimeSpan.FromMinutes(1)));

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public Task A_role_that_was_lost_during_a_grant_is_not_kept_after_the_next_one(Db db) => HoldsAsync(db,
        ByHand(true), Asks, Approves(0), Work, ByHand(false), AsksAgain, Approves(1), Work, new Step.Click(Verb.Revoke, Cast.Ana, 0), Work);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public Task A_role_that_was_lost_during_a_grant_is_not_kept_by_it_when_another_ends_first(Db db) => HoldsAsync(db,
        ByHand(true), Asks, Approves(0), Work, ByHand(false), AsksAgain, Approves(1), Work, new Step.Click(Verb.Revoke, Cast.Ana, 1), Work);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public Task A_grant_during_a_removal_that_OneLogin_does_not_show_yet_gives_the_role(Db db) => HoldsAsync(db,
        Asks, Approves(0), Work, new Step.OneLoginShowsLate(TimeSpan.FromSeconds(150)), new Step.Click(Verb.Revoke, Cast.Ana, 0), Work, AsksAgain, Approves(1), Work);

    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public Task A_grant_that_was_confirmed_by_what_another_left_behind_is_taken_away_though_it_seems_gone(Db db) => HoldsAsync(db,
        Asks, Approves(0), Work, new Step.OneLoginShowsLate(TimeSpan.FromSeconds(150)), new Step.Click(Verb.Revoke, Cast.Ana, 0), Work,
        AsksAgain, new Step.OneLoginShowsLate(TimeSpan.FromSeconds(600)), Approves(1), Work, new Step.Pass(TimeSpan.FromMinutes(3)), new Step.Click(Verb.Revoke, Cast.Ana, 1), Work);

    private static Step Approves(int nth) => new Step.Click(Verb.Approve, Cast.Ana, nth);

    private static Step ByHand(bool add) => new Step.ByHand(add, Cast.Rita, Cast.ProductionAdmin);

    private static async Task HoldsAsync(Db db, params Step[] steps)
    {
        var plan = new Plan(Speaks: false, steps);

        var broken = await PromiseWorld.RunAsync(db, plan);

        Assert.True(broken.Count == 0, $"{plan}{Environment.NewLine}{string.Join(Environment.NewLine, broken)}");
    }
}
