using AccessBot.Core.People;
using AccessBot.Core.Ports;

namespace AccessBot.Core.Rules.Code;

/// <summary>Who is on call, for rules in C#: by the same answers, and the same comparison of addresses, as <c>access.yaml</c>.</summary>
internal sealed class RuleOnCall(IOnCallDirectory directory, Addresses addresses) : IRuleOnCall
{
    public Task<IReadOnlySet<string>> OnCallAsync(OnCallSource source, string id, CancellationToken cancel) =>
        TranslateAsync(() => directory.OnCallAsync(new Principal.OnCall(source, id), cancel));

    public Task<bool> IsOnCallAsync(RulePerson person, OnCallSource source, string id, CancellationToken cancel) => TranslateAsync(async () =>
    {
        var found = await directory.OnCallAsync(new Principal.OnCall(source, id), cancel);
        return SlackUserId.TryParse(person.SlackUser, out var who)
            && await addresses.AreOfAsync(
                new WorkspaceUser(who, person.Name, person.Email, person.IsGuest, IsOutsider: false, IsBot: false, IsDeactivated: false), found, cancel);
    });

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OnCallUnavailableException e)
        {
            throw new RuleServiceException("OnCall:UNAVAILABLE", e.Message, e);
        }
        catch (StoreUnavailableException e)
        {
            throw new RuleServiceException("Database:UNAVAILABLE", e.Message, e);
        }
    }
}
