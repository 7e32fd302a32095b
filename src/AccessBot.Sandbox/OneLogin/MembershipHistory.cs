using System.Runtime.InteropServices;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>Who held which role when: what really was so, whatever the API showed at the time.</summary>
/// <remarks>
/// A role may have ten thousand members and a benchmark ends as many memberships, so nothing here walks through all of them
/// except <see cref="All"/>.
/// </remarks>
public sealed class MembershipHistory
{
    private readonly Lock _gate;
    private readonly List<MembershipSpan> _spans = [];
    private readonly Dictionary<(long RoleId, long UserId, RolePrivilege Privilege), List<int>> _ofMembership = [];

    // The stretches that a reader of the API may see, now or soon: they go on, or their end is not yet visible.
    private readonly Dictionary<(long RoleId, RolePrivilege Privilege), SortedSet<(long UserId, int Span)>> _inRole = [];
    private readonly Dictionary<long, HashSet<int>> _ofUser = [];

    internal MembershipHistory(Lock gate) => _gate = gate;

    /// <summary>Every stretch there ever was, oldest first.</summary>
    public IReadOnlyList<MembershipSpan> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _spans];
            }
        }
    }

    /// <summary>Those who hold the role now.</summary>
    public IReadOnlyList<MembershipSpan> Of(long roleId, RolePrivilege privilege = RolePrivilege.Member)
    {
        lock (_gate)
        {
            return _inRole.TryGetValue((roleId, privilege), out var shown)
                ? [.. shown.Select(s => s.Span).Order().Select(i => _spans[i]).Where(s => s.To is null)]
                : [];
        }
    }

    public bool Holds(long roleId, long userId, RolePrivilege privilege = RolePrivilege.Member)
    {
        lock (_gate)
        {
            return Current(roleId, userId, privilege) is not null;
        }
    }

    public bool HeldAt(long roleId, long userId, DateTimeOffset at, RolePrivilege privilege = RolePrivilege.Member)
    {
        lock (_gate)
        {
            return _ofMembership.TryGetValue((roleId, userId, privilege), out var spans) && spans.Exists(i => _spans[i].Covers(at));
        }
    }

    /// <summary>Whom the API shows in a role, in the order of their ids, each with the latest stretch.</summary>
    internal IReadOnlyList<MembershipSpan> VisibleIn(long roleId, RolePrivilege privilege, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_inRole.TryGetValue((roleId, privilege), out var shown))
            {
                return [];
            }

            var visible = new List<MembershipSpan>(shown.Count);
            var unseen = new List<int>();
            foreach (var (userId, index) in shown)
            {
                var span = _spans[index];
                if (span.VisibleTo <= now)
                {
                    unseen.Add(index);
                }
                else if (span.VisibleFrom <= now && visible.Count > 0 && visible[^1].UserId == userId)
                {
                    visible[^1] = span;
                }
                else if (span.VisibleFrom <= now)
                {
                    visible.Add(span);
                }
            }

            Forget(unseen);
            return visible;
        }
    }

    /// <summary>The roles that the API shows a user to be a member of, in the order of their ids.</summary>
    internal IReadOnlyList<long> VisibleRolesOf(long userId, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_ofUser.TryGetValue(userId, out var shown))
            {
                return [];
            }

            Forget([.. shown.Where(i => _spans[i].VisibleTo <= now)]);
            return [.. shown.Select(i => _spans[i]).Where(s => s.Privilege == RolePrivilege.Member && s.IsVisibleAt(now)).Select(s => s.RoleId).Distinct().Order()];
        }
    }

    /// <returns>Whether anything changed.</returns>
    internal bool Begin(MembershipSpan span)
    {
        lock (_gate)
        {
            if (Current(span.RoleId, span.UserId, span.Privilege) is not null)
            {
                return false;
            }

            var index = _spans.Count;
            _spans.Add(span);
            (CollectionsMarshal.GetValueRefOrAddDefault(_ofMembership, (span.RoleId, span.UserId, span.Privilege), out _) ??= []).Add(index);
            (CollectionsMarshal.GetValueRefOrAddDefault(_inRole, (span.RoleId, span.Privilege), out _) ??= []).Add((span.UserId, index));
            (CollectionsMarshal.GetValueRefOrAddDefault(_ofUser, span.UserId, out _) ??= []).Add(index);
            return true;
        }
    }

    /// <returns>Whether anything changed.</returns>
    internal bool End(long roleId, long userId, RolePrivilege privilege, DateTimeOffset now, TimeSpan visibleAfter)
    {
        lock (_gate)
        {
            if (Current(roleId, userId, privilege) is not { } index)
            {
                return false;
            }

            _spans[index] = _spans[index] with { To = now, VisibleTo = now + visibleAfter };
            return true;
        }
    }

    /// <summary>The role is gone, and everybody's place in it.</summary>
    internal void EndAllOfRole(long roleId, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var privilege in Enum.GetValues<RolePrivilege>())
            {
                foreach (var span in Of(roleId, privilege))
                {
                    End(roleId, span.UserId, privilege, now, TimeSpan.Zero);
                }
            }
        }
    }

    /// <summary>The user is gone, from every role.</summary>
    internal void EndAllOfUser(long userId, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var span in _ofUser.TryGetValue(userId, out var shown) ? shown.Select(i => _spans[i]).Where(s => s.To is null).ToList() : [])
            {
                End(span.RoleId, userId, span.Privilege, now, TimeSpan.Zero);
            }
        }
    }

    private int? Current(long roleId, long userId, RolePrivilege privilege) =>
        _ofMembership.TryGetValue((roleId, userId, privilege), out var spans) && _spans[spans[^1]].To is null ? spans[^1] : null;

    private void Forget(List<int> unseen)
    {
        foreach (var index in unseen)
        {
            var span = _spans[index];
            _inRole[(span.RoleId, span.Privilege)].Remove((span.UserId, index));
            _ofUser[span.UserId].Remove(index);
        }
    }
}
