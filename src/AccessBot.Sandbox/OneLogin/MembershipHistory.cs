namespace AccessBot.Sandbox.OneLogin;

/// <summary>Who held which role when: what really was so, whatever the API showed at the time.</summary>
public sealed class MembershipHistory
{
    private readonly Lock _gate;
    private readonly List<MembershipSpan> _spans = [];

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
            return [.. _spans.Where(s => s.RoleId == roleId && s.Privilege == privilege && s.To is null)];
        }
    }

    public bool Holds(long roleId, long userId, RolePrivilege privilege = RolePrivilege.Member)
    {
        lock (_gate)
        {
            return _spans.Exists(s => s.Is(roleId, userId, privilege) && s.To is null);
        }
    }

    public bool HeldAt(long roleId, long userId, DateTimeOffset at, RolePrivilege privilege = RolePrivilege.Member)
    {
        lock (_gate)
        {
            return _spans.Exists(s => s.Is(roleId, userId, privilege) && s.Covers(at));
        }
    }

    internal IReadOnlyList<MembershipSpan> VisibleAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            return [.. _spans.Where(s => s.IsVisibleAt(now))];
        }
    }

    /// <returns>Whether anything changed.</returns>
    internal bool Begin(MembershipSpan span)
    {
        lock (_gate)
        {
            if (Holds(span.RoleId, span.UserId, span.Privilege))
            {
                return false;
            }

            _spans.Add(span);
            return true;
        }
    }

    /// <returns>Whether anything changed.</returns>
    internal bool End(Predicate<MembershipSpan> which, DateTimeOffset now, TimeSpan visibleAfter)
    {
        lock (_gate)
        {
            var ended = false;
            for (var i = 0; i < _spans.Count; i++)
            {
                if (_spans[i].To is null && which(_spans[i]))
                {
                    _spans[i] = _spans[i] with { To = now, VisibleTo = now + visibleAfter };
                    ended = true;
                }
            }

            return ended;
        }
    }
}
