using System.Collections.Concurrent;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;

namespace AccessBot.Core.People;

/// <summary>Finds the OneLogin user of a Slack user: the stored link, else one made by an exact e-mail match, else a refusal. Never a guess.</summary>
/// <remarks>
/// A link is followed whatever becomes of the addresses, with one exception: if the Slack profile's address has been changed since
/// to that of another OneLogin user, one of the two is wrong, and which can't be told from here. Then nobody gets anything, and
/// operators are told, as when a second Slack user comes with the address of somebody who is linked.
/// </remarks>
public sealed class Identities(
    IPersonStore people, IRoleDirectory directory, IRequestStore store, IdentitySettings settings, RaiseAlarms alarms, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    /// <summary>The link, or why there is none.</summary>
    public async Task<(Person? Person, Refusal? Refusal)> ResolveAsync(WorkspaceUser user, CancellationToken cancel) =>
        await people.FindAsync(user.Id, cancel) is { } known ? await FollowAsync(known, user, cancel) : await MakeAsync(user, cancel);

    /// <summary>The link of somebody who need not have one; null if there is none, or it can't be told which is right.</summary>
    /// <param name="user">The person in Slack.</param>
    /// <param name="asksOneLogin">Whether one that isn't there is to be made. If not, OneLogin is not asked.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<Person?> FindAsync(WorkspaceUser user, bool asksOneLogin, CancellationToken cancel) =>
        asksOneLogin ? (await ResolveAsync(user, cancel)).Person : await people.FindAsync(user.Id, cancel);

    /// <summary>Whether somebody is among those whom a service knows by these addresses: by their Slack profile's, or the one that they were linked by.</summary>
    public async Task<bool> IsAmongAsync(WorkspaceUser user, IReadOnlySet<string> addresses, CancellationToken cancel) =>
        IsAmong(user.Email, addresses) || (addresses.Count > 0 && IsAmong((await people.FindAsync(user.Id, cancel))?.Email, addresses));

    private bool IsAmong(string? email, IReadOnlySet<string> addresses) =>
        email is not null && addresses.Any(address => settings.Aliases.AreSame(address, email));

    private async Task<(Person? Person, Refusal? Refusal)> FollowAsync(Person known, WorkspaceUser user, CancellationToken cancel)
    {
        if (user.Email is null || settings.Aliases.AreSame(user.Email, known.Email))
        {
            return (known, null);
        }

        var others = (await FindAsync(user.Email, cancel)).Where(found => found.Id != known.OneLoginUser).ToList();
        if (others.Count == 0)
        {
            return (known, null);
        }

        await TellAsync(IdentityAlarm.Moved(user, known, others[0], clock.GetUtcNow()), cancel);
        return (null, Refusals.AddressMoved(settings.Mend));
    }

    private async Task<(Person? Person, Refusal? Refusal)> MakeAsync(WorkspaceUser user, CancellationToken cancel)
    {
        if (user.Email is null)
        {
            return (null, Refusals.NotLinked(settings.Mend));
        }

        var found = await FindAsync(user.Email, cancel);
        if (found.Count != 1)
        {
            return (null, found.Count == 0 ? Refusals.NotLinked(settings.Mend, user.Email) : Refusals.AmbiguousLink(settings.Mend, user.Email));
        }

        var now = clock.GetUtcNow();
        var link = new Person(user.Id, found[0].Id, user.Email, now);
        if (await people.LinkAsync(link, cancel) is not { } linked)
        {
            if (await people.FindAsync(link.OneLoginUser, cancel) is { } owner)
            {
                await TellAsync(IdentityAlarm.Claimed(user, owner, now), cancel);
            }

            return (null, Refusals.LinkTaken(settings.Mend));
        }

        if (ReferenceEquals(linked, link))
        {
            await store.AppendAsync($"person/{user.Id}", AuditAction.Linked, Actor.Job, now,
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["oneLoginUser"] = $"{link.OneLoginUser}" }, cancel);
        }

        return (linked, null);
    }

    /// <summary>Who has this address, or the same in the main domain. Several, if different users have the two.</summary>
    private async Task<IReadOnlyList<DirectoryUser>> FindAsync(string email, CancellationToken cancel)
    {
        var found = await directory.FindByEmailAsync(email, cancel);
        return settings.Aliases.InMain(email) is { } inMain
            ? [.. found.Concat(await directory.FindByEmailAsync(inMain, cancel)).DistinctBy(user => user.Id)]
            : found;
    }

    /// <summary>Each form is judged several times; that is one thing to tell.</summary>
    private async Task TellAsync(Alarm alarm, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!told.TryGetValue(alarm.Cause, out var last) || now - last > RaisedAlarm.Relapse)
        {
            await alarms.TellAsync(alarm, cancel);
            told[alarm.Cause] = now;
        }
    }
}
