using AccessBot.Core.Ports;

namespace AccessBot.Core.Rules;

public sealed partial record AccessRules
{
    /// <summary>Whether any of these principals names this person. Who is barred altogether is asked apart.</summary>
    private bool Names(IEnumerable<Principal> principals, Standing person) => principals.Any(principal => principal switch
    {
        // That it means full members is kept by WhyBarred, which knows whether the flow takes guests.
        Principal.Everyone => true,
        Principal.Admins => NamesAdmin(person),
        _ => person.In.Contains(principal),
    });

    private bool NamesAdmin(Standing person) => Admins.Any(person.In.Contains);

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
