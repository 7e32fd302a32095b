using AccessBot.Core.People;
using AccessBot.Core.Ports;

namespace AccessBot.Core.UseCases;

/// <summary>
/// Who people are and what they are offered, for what people only look at: by answers of Slack and OneLogin that are up to
/// <see cref="FreshFor"/> old, so that a hundred lists cost hardly more than one. Whatever somebody then does is judged by answers of that moment.
/// </summary>
public sealed class Glances
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(2);

    /// <summary>Sets up what is kept.</summary>
    public Glances(IWorkspaceDirectory slack, IRoleDirectory oneLogin, IOnCallDirectory onCall, Identities identities, Addresses addresses, IPersonStore people, RuleMatters matters, TimeProvider clock)
    {
        var (known, users) = (new KnownWorkspace(slack, clock), new KnownUsers(oneLogin, clock));
        Workspace = known;
        Standings = new Standings(known, users, onCall, identities, addresses, matters, clock);
        Candidates = new Candidates(known, users, people);
        Offers = new OfferFlows(Standings, matters);
    }

    /// <summary>Slack's people.</summary>
    public IWorkspaceDirectory Workspace { get; }

    /// <summary>Who somebody is.</summary>
    public Standings Standings { get; }

    /// <summary>Whom the rules name.</summary>
    public Candidates Candidates { get; }

    /// <summary>What somebody may ask for.</summary>
    public OfferFlows Offers { get; }
}
