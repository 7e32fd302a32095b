using System.Globalization;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Finds what somebody means by a name. Never a guess: a name that nothing has is said to be that, so that a typing error doesn't pass for "nothing is open".</summary>
public sealed class Selections(RulesInForce rules, IRequestStore store, IPersonStore people, IRoleDirectory directory)
{
    /// <summary>The selection, or why there is none.</summary>
    public Task<(RequestSelection? Selection, Refusal? Refusal)> ResolveAsync(StopWish wish, CancellationToken cancel) => wish.Of switch
    {
        StopKind.Everything => Task.FromResult<(RequestSelection?, Refusal?)>((new RequestSelection.Everything(), null)),
        StopKind.Person => PersonAsync(wish.Name, cancel),
        StopKind.Role => RoleAsync(wish.Name, cancel),
        StopKind.Flow => FlowAsync(wish.Name, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish.Of, "There is no such kind."),
    };

    private async Task<(RequestSelection? Selection, Refusal? Refusal)> PersonAsync(string name, CancellationToken cancel)
    {
        var found = await CandidatesAsync(name, cancel);
        return found switch
        {
            [] => await UnlinkedAsync(name, cancel) is { } unlinked ? (unlinked, null) : (null, Refusals.UnknownPerson(name)),
            [var one] => (new RequestSelection.OfPerson(one.OneLoginUser, one.SlackUser), null),
            _ => (null, Refusals.AmbiguousPerson(name, string.Join(" or ", found.Select(p => $"{p.SlackUser} (OneLogin user {p.OneLoginUser})")))),
        };
    }

    /// <summary>Somebody who has no OneLogin user and has asked for an approval only, by the Slack id; null if that is nobody.</summary>
    private async Task<RequestSelection?> UnlinkedAsync(string name, CancellationToken cancel)
    {
        var selection = SlackUserId.TryParse(name, out var who) ? new RequestSelection.OfPerson(OneLoginUser: null, who) : null;
        return selection is not null && (await store.OpenAsync(selection, cancel)).Count > 0 ? selection : null;
    }

    private async Task<IReadOnlyList<Person>> CandidatesAsync(string name, CancellationToken cancel)
    {
        if (SlackUserId.TryParse(name, out var slackUser))
        {
            return await people.FindAsync(slackUser, cancel) is { } person ? [person] : [];
        }

        if (Number(name) is { } user)
        {
            return await people.FindAsync(user, cancel) is { } person ? [person] : [];
        }

        // Who had the address when they first asked, and who has it now: an address can change hands.
        var found = (await people.FindAsync(name, cancel)).ToList();
        foreach (var now in await HoldersAsync(name, cancel))
        {
            if (await people.FindAsync(now.Id, cancel) is { } person)
            {
                found.Add(person);
            }
        }

        return [.. found.DistinctBy(p => p.SlackUser)];
    }

    private async Task<IReadOnlyList<DirectoryUser>> HoldersAsync(string email, CancellationToken cancel)
    {
        try
        {
            return email.Contains('@', StringComparison.Ordinal) ? await directory.FindByEmailAsync(email, cancel) : [];
        }
        catch (RoleDirectoryException)
        {
            // Then by the links alone: an emergency is no time to depend on more than it takes.
            return [];
        }
    }

    private async Task<(RequestSelection? Selection, Refusal? Refusal)> RoleAsync(string name, CancellationToken cancel)
    {
        var known = rules.Current.Targets.Values.SelectMany(t => t.Privileges.Select(p => (t.Key, t.Label, t.OneLoginRole, Privilege: p)))
            .Concat((await store.OpenKindsAsync(cancel)).Where(k => k.Role != Request.NoRole).Select(k => (Key: k.Target, Label: k.TargetLabel, OneLoginRole: k.Role, k.Privilege)))
            .ToList();
        var meant = known.Where(t => t.OneLoginRole == Number(name) || Same(t.Key, name) || Same(t.Label, name)).ToList();
        return meant.Count == 0
            ? (null, Refusals.NothingByThatName("role or target", name, Listed(known.Select(t => $"{t.Key} ({t.OneLoginRole})"))))
            : (new RequestSelection.OfRoles(Roles(Privilege.Member), Roles(Privilege.Admin)), null);

        long[] Roles(Privilege privilege) => [.. meant.Where(t => t.Privilege == privilege).Select(t => t.OneLoginRole).Distinct().Order()];
    }

    private async Task<(RequestSelection? Selection, Refusal? Refusal)> FlowAsync(string name, CancellationToken cancel)
    {
        var known = rules.Current.Flows.Select(f => (f.Key, f.Label))
            .Concat((await store.OpenKindsAsync(cancel)).Select(k => (Key: k.Flow, Label: k.FlowLabel)))
            .ToList();
        var meant = known.Where(f => Same(f.Key, name) || Same(f.Label, name)).Select(f => f.Key).Distinct(StringComparer.Ordinal).ToList();
        return meant.Count == 0
            ? (null, Refusals.NothingByThatName("flow", name, Listed(known.Select(f => f.Key))))
            : (new RequestSelection.OfFlows(meant), null);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
