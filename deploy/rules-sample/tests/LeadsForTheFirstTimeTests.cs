using AccessBot.Core.Rules.Code;

namespace Acme.Access.Tests;

public sealed class LeadsForTheFirstTimeTests
{
    private static readonly RulePerson Ana = new("U0ANA", "Ana");
    private static readonly RulePerson Ben = new("U0BEN", "Ben");

    private readonly LeadsForTheFirstTime rule = new();

    [Theory]
    [InlineData(0, true, false)]
    [InlineData(1, true, true)]
    public async Task The_first_time_needs_a_lead(int grants, bool ana, bool ben)
    {
        using var given = new Given { Grants = grants };
        given.Groups[LeadsForTheFirstTime.Team] = new HashSet<string>(StringComparer.Ordinal) { Ana.SlackUser, Ben.SlackUser };
        given.Groups[LeadsForTheFirstTime.Leads] = new HashSet<string>(StringComparer.Ordinal) { Ana.SlackUser };
        var context = given.Context();

        Assert.Equal(ana, await rule.NamesAsync(Ana, context, TestContext.Current.CancellationToken));
        Assert.Equal(ben, await rule.NamesAsync(Ben, context, TestContext.Current.CancellationToken));
        Assert.Equal(grants == 0 ? 1 : 2, (await rule.PeopleAsync(context, TestContext.Current.CancellationToken))!.Count);
    }

    [Fact]
    public async Task Nobody_is_named_while_nothing_is_asked_for()
    {
        using var given = new Given();

        Assert.False(await rule.NamesAsync(Ana, given.Context() with { Request = null }, TestContext.Current.CancellationToken));
    }
}
