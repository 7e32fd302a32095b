using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Rules;

/// <summary>What a rule may leave of a wish.</summary>
public sealed class LesseningTests
{
    private static readonly AccessRules Rules = RulesFile.Read("""
        version: 1
        admins: [U0ANA]
        targets:
          owner: { oneLoginRole: 1, privilege: ask }
          prod: { oneLoginRole: 2, within: owner }
          keys: { oneLoginRole: 3, privilege: admin, within: owner }
          read: { oneLoginRole: 4, within: prod }
          elsewhere: { oneLoginRole: 5, within: owner }
        flows:
          all:
            targets: [owner, prod, keys, read]
            durations: [1h, 4h]
            allowUntil: true
            approvers: [ { anyOf: [admins] } ]
            notify: [ { channel: C0ACCESS } ]
        """, "access.yaml").Rules!;

    private static readonly Flow Flow = Rules.Flows[0];

    [Theory]
    [InlineData(Privilege.Admin, 30, null, null, "owner Admin 30")]
    [InlineData(Privilege.Admin, 60, null, Privilege.Member, "owner Member 60")]
    [InlineData(Privilege.Admin, null, "prod", null, "prod Member 60")]
    [InlineData(Privilege.Admin, null, "keys", null, "keys Admin 60")]
    [InlineData(Privilege.Member, 1, "read", Privilege.Member, "read Member 1")]
    [InlineData(Privilege.Member, 61, null, null, null)]
    [InlineData(Privilege.Member, 0, null, null, null)]
    [InlineData(Privilege.Member, -1, null, null, null)]
    [InlineData(Privilege.Member, null, null, Privilege.Admin, null)]
    [InlineData(Privilege.Member, null, "keys", null, null)]
    [InlineData(Privilege.Member, null, "keys", Privilege.Admin, null)]
    [InlineData(Privilege.Member, null, "prod", Privilege.Admin, null)]
    [InlineData(Privilege.Member, null, "elsewhere", null, null)]
    [InlineData(Privilege.Member, null, "nowhere", null, null)]
    public void Only_less_comes_of_it(Privilege asked, int? minutes, string? target, Privilege? privilege, string? left)
    {
        var wish = Wish("owner", 60) with { Privilege = asked };

        var less = Rules.Lessened(wish, Flow, minutes is { } some ? TimeSpan.FromMinutes(some) : null, target, privilege, Given.Now);

        Assert.Equal(left, less is null ? null : $"{less.Target} {less.Privilege} {less.Duration!.Value.TotalMinutes}");
    }

    [Fact]
    public void A_target_is_not_widened() => Assert.Null(Rules.Lessened(Wish("read", 60) with { Privilege = Privilege.Member }, Flow, duration: null, "prod", privilege: null, Given.Now));

    [Fact]
    public void Of_an_end_that_was_picked_a_nearer_one_is_left()
    {
        var wish = Wish("prod", 60) with { Privilege = Privilege.Member, Until = Given.Now + TimeSpan.FromHours(1) };

        var less = Rules.Lessened(wish, Flow, TimeSpan.FromMinutes(10), target: null, privilege: null, Given.Now)!;

        Assert.Equal((Given.Now + TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)), (less.Until, less.Duration));
    }

    [Fact]
    public void Of_what_two_rules_leave_the_least_is_left()
    {
        var (one, other) = (Wish("prod", 60) with { Privilege = Privilege.Member }, Wish("read", 90) with { Privilege = Privilege.Member });

        Assert.Equal(("read", TimeSpan.FromMinutes(60)), Rules.Least(one, other) is { } least ? (least.Target, least.Duration) : default);
        Assert.Equal(("read", TimeSpan.FromMinutes(60)), Rules.Least(other, one) is { } same ? (same.Target, same.Duration) : default);
        Assert.Null(Rules.Least(one, Wish("keys", 60)));
    }

    [Theory]
    [InlineData(10, "Script", true)]
    [InlineData(240, "Script", true)]
    [InlineData(241, "Script", false)]
    [InlineData(0, "Script", false)]
    [InlineData(10, null, false)]
    public void A_duration_that_the_form_does_not_offer_comes_of_a_rule_only(int minutes, string? by, bool isTaken) =>
        Assert.Equal(isTaken, Rules.CheckForm(Wish("prod", minutes) with { LessenedBy = by }).Count == 0);

    private static Wish Wish(string target, int minutes) =>
        new("all", target, TimeSpan.FromMinutes(minutes), "because", new Dictionary<string, string>(StringComparer.Ordinal));
}
