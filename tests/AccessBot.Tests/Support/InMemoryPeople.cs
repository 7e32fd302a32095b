using System.Collections.Concurrent;
using AccessBot.Core.People;
using AccessBot.Core.Ports;

namespace AccessBot.Tests.Support;

/// <summary>Links in memory.</summary>
internal sealed class InMemoryPeople : IPersonStore
{
    private readonly ConcurrentDictionary<SlackUserId, Person> links = new();

    public Task<Person?> FindAsync(SlackUserId slackUser, CancellationToken cancel) => Task.FromResult(links.GetValueOrDefault(slackUser));

    public Task<Person?> FindAsync(long oneLoginUser, CancellationToken cancel) =>
        Task.FromResult(links.Values.SingleOrDefault(person => person.OneLoginUser == oneLoginUser));

    public Task<IReadOnlyList<Person>> FindAsync(string email, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Person>>(
        [.. links.Values.Where(person => string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase))]);

    public Task<Person?> LinkAsync(Person person, CancellationToken cancel) => Task.FromResult(
        links.Values.Any(other => other.OneLoginUser == person.OneLoginUser && other.SlackUser != person.SlackUser)
            ? null
            : links.GetOrAdd(person.SlackUser, person));

    public Task<bool> ReplaceAsync(Person person, CancellationToken cancel)
    {
        var free = !links.Values.Any(other => other.OneLoginUser == person.OneLoginUser && other.SlackUser != person.SlackUser);
        if (free)
        {
            links[person.SlackUser] = person;
        }

        return Task.FromResult(free);
    }

    public Task<bool> UnlinkAsync(SlackUserId slackUser, CancellationToken cancel) => Task.FromResult(links.TryRemove(slackUser, out _));
}
