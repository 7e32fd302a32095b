using AccessBot.Core.People;
using AccessBot.Core.Ports;

namespace AccessBot.Persistence;

/// <summary>The links between people, for a command that must change nothing: one that would be made now is answered and not kept.</summary>
internal sealed class PeopleLookedUp(PersonStore stored) : IPersonStore
{
    /// <summary>Whether there are tables to look in. Before AccessBot's first start there are none, and nobody has a link yet.</summary>
    public bool HasTables { get; set; }

    public async Task<Person?> FindAsync(SlackUserId slackUser, CancellationToken cancel) => HasTables ? await stored.FindAsync(slackUser, cancel) : null;

    public async Task<Person?> FindAsync(long oneLoginUser, CancellationToken cancel) => HasTables ? await stored.FindAsync(oneLoginUser, cancel) : null;

    public async Task<IReadOnlyList<Person>> FindAsync(string email, CancellationToken cancel) => HasTables ? await stored.FindAsync(email, cancel) : [];

    public async Task<Person?> LinkAsync(Person person, CancellationToken cancel)
    {
        var known = await FindAsync(person.SlackUser, cancel);
        if (known is not null || await FindAsync(person.OneLoginUser, cancel) is not null)
        {
            return known;
        }

        // Another one than was given: it counts as made by somebody else, so that nobody writes down that it was made.
        return new Person(person.SlackUser, person.OneLoginUser, person.Email, person.LinkedAt);
    }

    public Task<bool> ReplaceAsync(Person person, CancellationToken cancel) => throw new InvalidOperationException("What changes nothing was to replace a link.");

    public Task<bool> UnlinkAsync(SlackUserId slackUser, CancellationToken cancel) => throw new InvalidOperationException("What changes nothing was to remove a link.");
}
