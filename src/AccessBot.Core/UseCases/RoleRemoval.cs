using System.Runtime.CompilerServices;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>The calls that take one role from many people, with as few of them as it takes, and what came of it for each.</summary>
/// <remarks>
/// One look at who holds the role, one call for as many as OneLogin takes at once, one look afterwards. A call or look that is
/// refused, or breaks, is made again for each half, so that one bad user is found in a few steps and the others are done.
/// When OneLogin doesn't answer at all nothing is halved: smaller calls would fare no better.
/// </remarks>
internal sealed class RoleRemoval(IRoleDirectory directory, TimeProvider clock, long role, Privilege privilege)
{
    /// <summary>So many breaks in a row, which is more than it takes to halve a full call down to one user, are no longer one user's doing.</summary>
    private const int MostBreaks = 8;

    /// <summary>On later attempts a membership that is still shown is more likely given again than late; the wait would hold up others.</summary>
    private const int LooksLater = 2;

    private readonly HashSet<long> told = [];
    private int breaks;

    /// <summary>Whether OneLogin did not answer, so that the rest was not tried.</summary>
    public bool IsAway { get; private set; }

    public async IAsyncEnumerable<Outcome> RunAsync(IReadOnlyList<Request> requests, [EnumeratorCancellation] CancellationToken cancel)
    {
        var work = new Stack<IReadOnlyList<Request>>();
        if (requests.Count > 0)
        {
            work.Push(requests);
        }

        while (!IsAway && work.TryPop(out var part))
        {
            var left = part.ToDictionary(r => r.Id);
            RoleDirectoryException? fault = null;
            await using var steps = TakeAsync(part, work, cancel).GetAsyncEnumerator(cancel);
            while (true)
            {
                try
                {
                    if (!await steps.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (RoleDirectoryException e)
                {
                    fault = e;
                    break;
                }

                foreach (var settled in steps.Current.Requests)
                {
                    left.Remove(settled.Id);
                }

                yield return steps.Current;
            }

            if (fault is not null && left.Count > 0 && Split([.. left.Values], fault, work) is { } outcome)
            {
                yield return outcome;
            }
        }
    }

    /// <summary>One look, the calls, the looks afterwards. Pushes the halves of calls that were refused.</summary>
    private async IAsyncEnumerable<Outcome> TakeAsync(
        IReadOnlyList<Request> requests, Stack<IReadOnlyList<Request>> work, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Only to say afterwards whose was gone. It may be there and not be shown yet, so that it is taken away whatever a look
        // says: what was shown when it was granted may have been another grant's, whose removal was not shown yet.
        var sure = requests.GroupBy(r => r.OneLoginUser).Where(g => g.All(r => r.GrantedAt is not null)).Select(g => g.Key).ToHashSet();
        var holders = sure.Count > 0 ? await directory.HoldersAsync(role, privilege, sure, cancel) : sure;
        var gone = sure.Except(holders).ToHashSet();
        var byHand = requests.GroupBy(r => r.OneLoginUser)
            .Where(g => gone.Contains(g.Key) && !told.Contains(g.Key) && g.All(r => r is { Attempts: 0, LooksAgainAt: null }))
            .Select(g => g.Key).ToHashSet();

        var taken = new Dictionary<long, string?>();
        var each = requests.ToLookup(r => r.OneLoginUser);

        // A call with somebody in it who isn't there may be refused for all: those who seem gone have calls of their own.
        foreach (var users in each.Select(e => e.Key).Where(user => !gone.Contains(user)).Chunk(directory.MostPerCall).Concat(gone.Chunk(directory.MostPerCall)))
        {
            Outcome? refused = null;
            told.UnionWith(users);
            try
            {
                var requestId = await directory.RemoveAsync(role, privilege, users, cancel);
                breaks = 0;
                foreach (var user in users)
                {
                    taken[user] = requestId;
                }
            }
            catch (RoleDirectoryException e)
            {
                refused = Split([.. users.SelectMany(u => each[u])], e, work);
            }

            if (refused is not null)
            {
                yield return refused;
            }

            if (IsAway)
            {
                break;
            }
        }

        var looks = requests.Any(r => r.Attempts > 0) ? LooksLater : ReadBack.Waits.Length + 1;
        for (var look = 1; taken.Count > 0; look++)
        {
            var shown = await directory.HoldersAsync(role, privilege, taken.Keys, cancel);
            foreach (var done in taken.Where(t => !shown.Contains(t.Key)).GroupBy(t => (t.Value, WasGone: byHand.Contains(t.Key))).ToList())
            {
                yield return new Outcome([.. done.SelectMany(t => each[t.Key])], done.Key.WasGone, RequestId: done.Key.Value);
                foreach (var (user, _) in done)
                {
                    taken.Remove(user);
                }
            }

            if (look == looks)
            {
                break;
            }

            if (taken.Count > 0)
            {
                await Task.Delay(ReadBack.Waits[look - 1], clock, cancel);
            }
        }

        foreach (var stuck in taken.GroupBy(t => t.Value, StringComparer.Ordinal))
        {
            yield return new Outcome([.. stuck.SelectMany(t => each[t.Key])], RequestId: stuck.Key,
                Problem: "OneLogin took the call and still shows the membership; a mapping may give it again.");
        }
    }

    /// <summary>Pushes both halves of what failed, or says that it failed if there is nothing to halve or no use in it.</summary>
    private Outcome? Split(IReadOnlyList<Request> requests, RoleDirectoryException e, Stack<IReadOnlyList<Request>> work)
    {
        breaks = e.Fault == RoleDirectoryFault.Broken ? breaks + 1 : breaks;
        IsAway |= e.Fault is RoleDirectoryFault.Unavailable or RoleDirectoryFault.Misconfigured || breaks >= MostBreaks;
        var users = requests.Select(r => r.OneLoginUser).Distinct().ToList();
        if (IsAway || users.Count == 1)
        {
            return new Outcome(requests, RequestId: e.RequestId, Problem: e.Message, Cause: e);
        }

        var first = users.Take(users.Count / 2).ToHashSet();
        work.Push([.. requests.Where(r => !first.Contains(r.OneLoginUser))]);
        work.Push([.. requests.Where(r => first.Contains(r.OneLoginUser))]);
        return null;
    }

    /// <summary>What came of it for these requests: gone, or why not.</summary>
    /// <param name="Requests">Whose.</param>
    /// <param name="WasGone">Whether the membership was gone before it was to be taken away.</param>
    /// <param name="RequestId">OneLogin's id of the call.</param>
    /// <param name="Problem">Why it is still there; null if it is gone.</param>
    /// <param name="Cause">What OneLogin's client threw.</param>
    public sealed record Outcome(
        IReadOnlyList<Request> Requests, bool WasGone = false, string? RequestId = null, string? Problem = null, Exception? Cause = null);
}
