using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using CsCheck;

namespace AccessBot.Tests.Support.Promises;

/// <summary>Random plans: people who ask, decide and end, rightly and wrongly, with time and trouble in between.</summary>
internal static class Plans
{
    // Petra holds the production role already; Ben approves, and asks.
    private static readonly Gen<CastMember> Requester = Gen.OneOf(Cast.Rita, Cast.Rita, Cast.Rita, Cast.Petra, Cast.Otto, Cast.Ben);
    private static readonly Gen<CastMember> Approver = Gen.OneOf(Cast.Ana, Cast.Ana, Cast.Ben, Cast.Ben, Cast.Mona, Cast.Rita, Cast.Otto, Cast.Gus, Cast.Ada, Cast.Nils);
    private static readonly Gen<int> Nth = Gen.Frequency((6, Gen.Int[0, 2]), (1, Gen.Int[3, 6]));

    private static readonly Gen<(string Flow, string Target, int? Minutes)> Wish = Gen.OneOf<(string, string, int?)>(
        ("production", "production-admin", 30), ("production", "production-admin", 60), ("production", "production-admin", 240),
        ("second-door", "production-admin", 30), ("second-door", "production-admin", 60), ("second-door", "production-admin", 30),
        ("production", "production-owner", 30), ("customer-data", "customer-data", 30), ("by-hand", "customer-data", null));

    private static readonly Gen<Step> Ask = Gen.Select(Requester, Wish, (who, wish) => (Step)new Step.Ask(who, wish.Flow, wish.Target, wish.Minutes));

    private static readonly Gen<Step> Click = Gen.Select(
        Gen.Frequency((8, Gen.Const(Verb.Approve)), (1, Gen.Const(Verb.Deny)), (1, Gen.Const(Verb.Cancel)), (3, Gen.Const(Verb.Revoke))), Approver, Nth,
        (verb, who, nth) => (Step)new Step.Click(verb, who, nth));

    private static readonly Gen<Step> Extend = Gen.Select(Gen.Frequency((6, Gen.Bool.Select(_ => (CastMember?)null)), (1, Approver.Select(who => (CastMember?)who))), Nth, Gen.OneOf(30, 60, 240, 10),
        (who, nth, minutes) => (Step)new Step.Extend(who, nth, minutes));

    private static readonly Gen<Step> Approve = Gen.Select(Gen.OneOf(Cast.Ana, Cast.Ben), Nth, (who, nth) => (Step)new Step.Click(Verb.Approve, who, nth));

    private static readonly Gen<Step> Work = Gen.Frequency((4, Gen.Const<Step>(new Step.Work())), (1, Gen.Const<Step>(new Step.Work(Twice: true))));

    private static readonly Gen<TimeSpan> Time = Gen.Frequency(
        (3, Gen.Int[1, 90].Select(s => TimeSpan.FromSeconds(s))),
        (3, Gen.Int[1, 40].Select(m => TimeSpan.FromMinutes(m))),
        (1, Gen.OneOf(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(8))));

    private static readonly Gen<Step> Clock = Gen.Frequency(
        (4, Time.Select(t => (Step)new Step.Pass(t))),
        (2, Time.Select(t => (Step)new Step.Sleep(t))),
        (3, Gen.Select(Nth, Gen.OneOf(-2500, -1000, -1, 0, 0, 1, 1000), (nth, ms) => (Step)new Step.ToTheEnd(nth, ms))));

    private static readonly Gen<(string Kind, OneLoginFault Fault)> OneLoginFaults = Gen.OneOf(
        ("429", OneLoginFault.TooManyRequests()),
        ("429 for 20 s", OneLoginFault.TooManyRequests(TimeSpan.FromSeconds(20))),
        ("500", OneLoginFault.InternalError),
        ("500 and done", OneLoginFault.InternalError with { AfterEffect = true }),
        ("502", OneLoginFault.BadGateway),
        ("502 and done", OneLoginFault.BadGateway with { AfterEffect = true }),
        ("dropped", OneLoginFault.Dropped),
        ("dropped and done", OneLoginFault.Dropped with { AfterEffect = true }),
        ("401", OneLoginFault.Unauthorized),
        ("slow by 4 s", OneLoginFault.Slow(TimeSpan.FromSeconds(4))),
        ("slow by 15 s", OneLoginFault.Slow(TimeSpan.FromSeconds(15))),
        ("slow by 15 s and done", OneLoginFault.Slow(TimeSpan.FromSeconds(15)) with { AfterEffect = true }));

    private static readonly Gen<int?> Times = Gen.Frequency((3, Gen.Int[1, 6].Select(t => (int?)t)), (1, Gen.Const((int?)null)));

    private static readonly Gen<Step> Trouble = Gen.Frequency(
        (6, Gen.Select(OneLoginFaults, Gen.OneOf<string?>(null, "GET", "POST", "DELETE", "POST", "DELETE"), Times,
            (fault, method, times) => (Step)new Step.OneLoginFails(fault.Kind, fault.Fault, method, times))),
        (2, Gen.OneOf(0, 3, 30, 150).Select(s => (Step)new Step.OneLoginShowsLate(TimeSpan.FromSeconds(s)))),
        (2, Gen.Select(Gen.OneOf("down", "slow", "429", "drop before", "drop after", "500"), Times, (kind, times) => (Step)new Step.SlackFails(kind, times))),
        (2, Gen.Select(Gen.Int[0, 12], Gen.Int[1, 4], Gen.Bool, (skip, times, after) => (Step)new Step.DatabaseFails(skip, times, after))),
        (5, Gen.Const<Step>(new Step.FaultsEnd())));

    private static readonly Gen<Step> Process = Gen.Frequency(
        (4, Gen.Int[1, 40].Select(at => (Step)new Step.Crash(at))),
        (1, Gen.Const<Step>(new Step.Restart())),
        (2, Gen.Const<Step>(new Step.LoseJobs())),
        (2, Gen.Const<Step>(new Step.Reconcile())));

    private static readonly Gen<Step> BehindOurBack = Gen.Frequency(
        (6, Gen.Select(Gen.Bool, Requester, Gen.OneOf(Cast.ProductionAdmin, Cast.ProductionAdmin, Cast.CustomerData),
            (add, who, role) => (Step)new Step.ByHand(add, who, role))),
        (1, Gen.Select(Gen.Bool, Requester, (add, who) => (Step)new Step.ByHand(add, who, Cast.ProductionAdmin, RolePrivilege.Admin))),
        (2, Gen.Select(Gen.OneOf(Cast.Rita, Cast.Otto, Cast.Mona), Gen.Bool, (who, active) => (Step)new Step.Activate(who, active))),
        (1, Gen.OneOf<Step>(new Step.Delete(Cast.Otto), new Step.Delete(Cast.Petra))),
        (3, Gen.Select(Gen.OneOf(Cast.Ana, Cast.Ben, Cast.Otto), Gen.Bool, (who, joins) => (Step)new Step.Group(who, joins))),
        (1, Gen.Bool.Select(open => (Step)new Step.SecondDoor(open))));

    private static readonly Gen<Step> Single = Gen.Frequency(
        (6, Ask), (5, Approve), (6, Click), (5, Extend), (9, Work), (6, Clock), (4, Trouble), (3, Process), (4, BehindOurBack),
        (1, Gen.Const<Step>(new Step.AskAgain())));

    private static readonly Gen<Step> AtOnce = Gen.OneOf(
        Gen.Select(Click, Click, (one, other) => (Step)new Step.Both(one, other)),
        Click.Select(twice => (Step)new Step.Both(twice, twice)),
        Ask.Select(twice => (Step)new Step.Both(twice, twice)),
        Extend.Select(twice => (Step)new Step.Both(twice, twice)),
        Gen.Select(Extend, Click, (one, other) => (Step)new Step.Both(one, other)),
        Gen.Select(Extend, Work, (one, other) => (Step)new Step.Both(one, other)),
        Gen.Select(Click, Work, (one, other) => (Step)new Step.Both(one, other)));

    private static readonly Gen<IReadOnlyList<Step>> Steps = Gen.Frequency((12, Single), (1, AtOnce)).Array[20, 60].Select(steps => (IReadOnlyList<Step>)steps);

    /// <summary>Plans of which one in four sends messages.</summary>
    public static Gen<Plan> Any { get; } = Gen.Select(Gen.Int[0, 3], Steps, (chance, steps) => new Plan(Speaks: chance == 0, steps));
}
