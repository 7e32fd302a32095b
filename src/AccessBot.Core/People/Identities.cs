using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.People;

/// <summary>Finds the OneLogin user of a Slack user: the stored link, else one made by an exact e-mail match, else a refusal. Never a guess.</summary>
public sealed class Identities(IPersonStore people, IRoleDirectory directory, IRequestStore store, TimeProvider clock)
{
    /// <summary>The link, or why there is none.</summary>
    public async Task<(Person? Person, Refusal? Refusal)> ResolveAsync(WorkspaceUser user, CancellationToken cancel)
    {
        if (await people.FindAsync(user.Id, cancel) is { } known)
        {
            return (known, null);
        }

        if (user.Email is null)
        {
            return (null, Refusals.NotLinked());
        }

        var found = await directory.FindByEmailAsync(user.Email, cancel);
        if (found.Count != 1)
        {
            return (null, found.Count == 0 ? Refusals.NotLinked(user.Email) : Refusals.AmbiguousLink(user.Email));
        }

        var now = clock.GetUtcNow();
        var link = new Person(user.Id, found[0].Id, user.Email, now);
        if (await people.LinkAsync(link, cancel) is not { } linked)
        {
            return (null, Refusals.LinkTaken());
        }

        if (ReferenceEquals(linked, link))
        {
            await store.AppendAsync($"person/{user.Id}", AuditAction.Linked, Actor.Job, now,
                new Dictionary<string, string?>(StringComparer.Ordinal) { ["oneLoginUser"] = $"{link.OneLoginUser}" }, cancel);
        }

        return (linked, null);
    }
}
