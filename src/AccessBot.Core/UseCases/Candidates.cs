using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Whom a principal of the rules names, as far as they can be listed.</summary>
public sealed class Candidates(IWorkspaceDirectory slack, IRoleDirectory oneLogin, IPersonStore people)
{
    /// <summary>A role may have thousands, and nobody needs so many.</summary>
    private const int MostOfARole = 100;

    /// <summary>The cheapest to look at first.</summary>
    internal static int Effort(Principal source) => source switch
    {
        Principal.SlackUser => 1,
        Principal.Email => 2,
        Principal.SlackGroup => 3,
        Principal.SlackChannel => 4,
        Principal.Manager => 5,
        Principal.OnCall => 6,
        Principal.Rule => 7,
        _ => 8,
    };

    /// <summary>Whether somebody's not being found says nothing about them.</summary>
    internal static bool IsAway(Exception e) => e is WorkspaceUnavailableException or RoleDirectoryException or StoreUnavailableException;

    /// <summary>Each as a question that is still to be asked: who that is in Slack, null for nobody. Null for all if they can't be told.</summary>
    /// <param name="source">A principal that is not put together of others.</param>
    /// <param name="requester">The requester's OneLogin user, whose manager may be meant.</param>
    /// <param name="lists">Lists that were asked for already.</param>
    /// <param name="matter">What rules in C# are asked about.</param>
    /// <param name="cancel">Ends the wait.</param>
    internal async Task<IReadOnlyList<Func<CancellationToken, Task<SlackUserId?>>>?> OfAsync(
        Principal source, long requester, MemberLists lists, RuleMatter matter, CancellationToken cancel)
    {
        try
        {
            return source switch
            {
                Principal.SlackUser user => [Known(user.Id)],
                Principal.Email email => [ByEmail(email.Address)],
                Principal.SlackGroup or Principal.SlackChannel => [.. (await lists.Of(source)).Select(Known)],
                Principal.OnCall rota => (await lists.OnCall(rota))?.Select(ByEmail).ToList(),
                Principal.Manager when requester == Request.NoOneLoginUser => [],
                Principal.Rule rule => await matter.PeopleAsync(rule) is { } named ? Of(named) : null,
                Principal.Manager => (await oneLogin.ReadUserAsync(requester, cancel))?.Manager is { } manager ? [ByOneLogin(manager)] : [],
                Principal.OneLoginRole role => [.. (await MembersAsync(role.Id, cancel)).Select(ByOneLogin)],
                _ => null,
            };
        }
        catch (Exception e) when (IsAway(e))
        {
            return null;
        }
    }

    /// <summary>These people, by Slack ids or addresses, each as a question that is still to be asked.</summary>
    internal IReadOnlyList<Func<CancellationToken, Task<SlackUserId?>>> Of(IReadOnlyList<string> people) => [.. people.Select(ByIdOrEmail)];

    private static Func<CancellationToken, Task<SlackUserId?>> Known(SlackUserId who) => _ => Task.FromResult<SlackUserId?>(who);

    private Func<CancellationToken, Task<SlackUserId?>> ByEmail(string email) => async cancel => (await slack.FindByEmailAsync(email, cancel))?.Id;

    private Func<CancellationToken, Task<SlackUserId?>> ByIdOrEmail(string who) => SlackUserId.TryParse(who, out var id) ? Known(id) : ByEmail(who);

    private Func<CancellationToken, Task<SlackUserId?>> ByOneLogin(long user) => async cancel =>
        await people.FindAsync(user, cancel) is { } link ? link.SlackUser
        : await oneLogin.ReadUserAsync(user, cancel) is { IsActive: true, Email: { } email } ? await ByEmail(email)(cancel)
        : null;

    /// <summary>All members of a role, or the first of a larger one.</summary>
    private async Task<IReadOnlyList<long>> MembersAsync(long role, CancellationToken cancel)
    {
        var members = new List<long>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await oneLogin.ReadRoleAsync(role, Privilege.Member, async page =>
            {
                members.AddRange(page.Select(member => member.User));
                if (members.Count >= MostOfARole)
                {
                    await enough.CancelAsync();
                    enough.Token.ThrowIfCancellationRequested();
                }
            }, enough.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // The others are not needed, unless none of these will do: then more people were looked at than are, anyway.
        }

        return members;
    }
}
