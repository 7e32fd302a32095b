using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules;

public sealed partial record AccessRules
{
    /// <summary>Whether any of these principals names this person, for sure. Who is barred altogether is asked apart.</summary>
    private bool Names(IEnumerable<Principal> principals, Standing person) => Any(principals, person) == true;

    private bool NamesAdmin(Standing person) => Names(Admins, person);

    /// <summary>Whether it can't be told if any of these names this person because it can't be told who is on call.</summary>
    private bool HangsOnOnCall(IEnumerable<Principal> principals, Standing person) =>
        Any(principals, person) is null && principals.SelectMany(p => p.Leaves()).Any(leaf => leaf is Principal.OnCall && person.Unknown.Contains(leaf));

    /// <summary>Whether it can't be told if any of these names this person because a rule in C# failed.</summary>
    private bool HangsOnRule(IEnumerable<Principal> principals, Standing person) =>
        Any(principals, person) is null && principals.SelectMany(p => p.Leaves()).Any(leaf => leaf is Principal.Rule && person.Unknown.Contains(leaf));

    /// <summary>Why it can't be told if any of these names this person; null if it can, or the person themselves are to blame.</summary>
    private Refusal? WhyUnsure(Flow flow, IEnumerable<Principal> principals, Standing person) =>
        HangsOnOnCall(principals, person) ? Refusals.OnCallUnavailable(flow)
        : HangsOnRule(principals, person) ? Refusals.RuleFailed(flow)
        : null;

    /// <returns>Null where it can't be told.</returns>
    private bool? Names(Principal principal, Standing person) => principal switch
    {
        // That it means full members is kept by WhyBarred, which knows whether the flow takes guests.
        Principal.Everyone => true,
        Principal.Admins => Any(Admins, person),
        Principal.AnyOf some => Any(some.Of, person),
        Principal.AllOf all => !Any(all.Of, person, isNamed: false),
        Principal.NoneOf none => !Any(none.Of, person),
        _ => person.In.Contains(principal) ? true : person.Unknown.Contains(principal) ? null : false,
    };

    /// <summary>Whether there is one that names this person, or, if that is asked, one that doesn't.</summary>
    /// <remarks>A loop, since a form asks this of every flow.</remarks>
    private bool? Any(IEnumerable<Principal> principals, Standing person, bool isNamed = true)
    {
        bool? any = false;
        foreach (var principal in principals)
        {
            var names = Names(principal, person);
            if (names == isNamed)
            {
                return true;
            }

            any = names is null ? null : any;
        }

        return any;
    }

    /// <summary>Why what was granted is not what the rules give by that name any more, so that more of it is none of theirs; null if it is.</summary>
    internal Refusal? WhyAnother(Request granted) =>
        Targets.TryGetValue(granted.Target, out var target) && target.OneLoginRole == granted.Role && target.Privileges.Contains(granted.Privilege)
            ? null
            : Refusals.TargetChanged(granted.TargetLabel);

    /// <summary>
    /// Why somebody whom no flow takes is barred for what they are in Slack; null if that is no reason. For a sentence to those
    /// for whom <see cref="FlowsFor"/> has nothing.
    /// </summary>
    public static Refusal? WhyBarred(WorkspaceUser user) => WhyBarred(flow: null, user).FirstOrDefault();

    /// <summary>Why somebody may do nothing in this flow, whatever the rules name them as.</summary>
    private static IEnumerable<Refusal> WhyBarred(Flow? flow, WorkspaceUser user)
    {
        if (user.IsDeactivated)
        {
            yield return Refusals.Deactivated();
        }

        if (user.IsBot)
        {
            yield return Refusals.Bot();
        }

        if (user.IsOutsider)
        {
            yield return Refusals.Outsider();
        }

        if (user.IsGuest && flow is not { AllowGuests: true })
        {
            yield return Refusals.Guest();
        }
    }
}
