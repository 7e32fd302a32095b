using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;

namespace AccessBot.Core.Checking;

/// <summary>Who, of those whom the rules let ask by name, can never be given anything: they have no account in OneLogin that they could log in with, or are no full member in Slack.</summary>
/// <remarks>Whether it changes nothing is up to the store of links that it is given. Groups and <c>everyone</c> are not gone through: they change, and may be large.</remarks>
public sealed class RequestersCheck(RulesInForce rules, IWorkspaceDirectory slack, IRoleDirectory oneLogin, Identities identities) : IOnlineCheck
{
    /// <inheritdoc/>
    public string Name => "requesters";

    /// <inheritdoc/>
    public bool NeedsRules => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> MootBy =>
    [
        CheckCode.SlackAway, CheckCode.SlackToken, CheckCode.SlackWorkspace, CheckCode.SlackScope,
        CheckCode.OneLoginAway, CheckCode.OneLoginDomain, CheckCode.OneLoginCredential, CheckCode.OneLoginOwner, CheckCode.OneLoginScope,
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var looked = new List<Checked>();
        var (named, others) = Named();
        foreach (var (place, person) in named)
        {
            looked.Add(await LookAsync(place, person, cancel));
        }

        if (others.Count > 0)
        {
            looked.Add(new Checked($"requesters: {PrincipalText.InWords(others)}") { Open = "not gone through one by one; accessbot check --explain USER FLOW says of one what could be given" });
        }

        return looked;
    }

    private (IReadOnlyList<(string Place, Principal Person)> People, IReadOnlyList<Principal> Others) Named()
    {
        var all = rules.Current.Flows.Where(flow => !flow.IsApprovalOnly)
            .SelectMany(flow => flow.Requesters.Concat(flow.Targets.SelectMany(target => target.Requesters ?? [])).Concat(flow.BreakGlass?.Requesters ?? [])
                .SelectMany(LetIn).Select(principal => (Place: $"flows.{flow.Key}.requesters", Principal: principal)))
            .DistinctBy(named => named.Principal).ToList();
        return ([.. all.Where(named => IsPerson(named.Principal))], [.. all.Select(named => named.Principal).Where(principal => !IsPerson(principal))]);
    }

    private static bool IsPerson(Principal principal) => principal is Principal.SlackUser or Principal.Email;

    private static IEnumerable<Principal> LetIn(Principal principal) => principal switch
    {
        Principal.NoneOf => [],
        Principal.Compound compound => compound.Of.SelectMany(LetIn),
        _ => [principal],
    };

    private async Task<Checked> LookAsync(string place, Principal person, CancellationToken cancel)
    {
        var what = $"requesters: {PrincipalText.InWords(person)}";
        try
        {
            var user = person is Principal.Email email ? await slack.FindByEmailAsync(email.Address, cancel) : await slack.ReadUserAsync(((Principal.SlackUser)person).Id, cancel);
            return await WhyNeverAsync(user, cancel) is { } why
                ? new Checked(what, new CheckProblem(CheckCode.NeverGranted, place, $"Nothing can ever be granted to {PrincipalText.InWords(person)}: {why}.",
                    "Take them out of the rules, mend their account, or say who they are in OneLogin by accessbot link."))
                : new Checked(what);
        }
        catch (Exception e) when (e is WorkspaceUnavailableException or RoleDirectoryException or StoreUnavailableException or RuleFailedException)
        {
            return new Checked(what) { Open = e.Message };
        }
    }

    private async Task<string?> WhyNeverAsync(WorkspaceUser? user, CancellationToken cancel)
    {
        switch (user)
        {
            case null or { IsDeactivated: true }:
                return "Slack has no such person";
            case { IsBot: true }:
                return "it is a bot";
            case { IsOutsider: true } or { IsGuest: true }:
                return "only full members of the workspace can ask";
        }

        var (person, refusal) = await identities.ResolveAsync(user, cancel);
        if (person is null)
        {
            return refusal?.Code == RefusalCode.NotLinked ? $"OneLogin has nobody with the address {user.Email ?? "that their Slack profile lacks"}" : refusal?.Sentence.TrimEnd('.');
        }

        return await oneLogin.ReadUserAsync(person.OneLoginUser, cancel) switch
        {
            null => $"the OneLogin user {person.OneLoginUser} was deleted",
            { IsActive: false } account => $"their OneLogin user is {account.Trouble}",
            _ => null,
        };
    }
}
