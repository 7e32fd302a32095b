using System.Collections.Concurrent;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;

namespace AccessBot.Core.People;

/// <summary>Finds the OneLogin user of a Slack user: the stored link, else one made by the rule in C# for it, else by an exact e-mail match, else a refusal. Never a guess.</summary>
/// <remarks>
/// A link is followed whatever becomes of the addresses, with one exception: if the Slack profile's address has been changed since
/// to that of another OneLogin user, one of the two is wrong, and which can't be told from here. Then nobody gets anything, and
/// operators are told, as when a second Slack user comes with the address of somebody who is linked.
/// </remarks>
public sealed class Identities(
    IPersonStore people, IRoleDirectory directory, IRequestStore store, IdentitySettings settings, IdentityRule rule, RaiseAlarms alarms, TimeProvider clock)
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
        var (found, refusal) = await rule.FindAsync(user, cancel);
        var isByRule = found is not null;
        if (found is null && refusal is null)
        {
            (found, refusal) = await FindByAddressAsync(user, cancel);
        }

        if (found is not { } account)
        {
            return (null, refusal);
        }

        var now = clock.GetUtcNow();
        var link = new Person(user.Id, account, user.Email ?? "", now);
        if (await people.LinkAsync(link, cancel) is not { } linked)
        {
            if (await people.FindAsync(link.OneLoginUser, cancel) is { } owner)
            {
                await TellAsync(IdentityAlarm.Claimed(user, owner, isByRule, now), cancel);
            }

            return (null, Refusals.LinkTaken(settings.Mend));
        }

        if (ReferenceEquals(linked, link))
        {
            await store.AppendAsync($"person/{user.Id}", AuditAction.Linked, Actor.Job, now,
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["oneLoginUser"] = $"{link.OneLoginUser}", ["by"] = isByRule ? "rule" : null }, cancel);
        }

        return (linked, null);
    }

    private async Task<(long? Found, Refusal? Refusal)> FindByAddressAsync(WorkspaceUser user, CancellationToken cancel)
    {
        if (user.Email is null)
        {
            return (null, Refusals.NotLinked(settings.Mend));
        }

        return await FindAsync(user.Email, cancel) switch
        {
            [var one] => (one.Id, null),
            [] => (null, Refusals.NotLinked(settings.Mend, user.Email)),
            _ => (null, Refusals.AmbiguousLink(settings.Mend, user.Email)),
        };
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
