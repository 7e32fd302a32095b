namespace AccessBot.Sandbox.OneLogin;

/// <summary>The tenant's users, by id, and found by e-mail without a walk through all of them.</summary>
/// <remarks>Used under the tenant's lock.</remarks>
internal sealed class OneLoginPeople
{
    private readonly Dictionary<long, OneLoginUser> _byId = [];
    private readonly Dictionary<string, SortedSet<long>> _byEmail = new(StringComparer.OrdinalIgnoreCase);

    private OneLoginUser[]? _inOrder;

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<OneLoginUser> All => _inOrder ??= [.. _byId.Values.OrderBy(u => u.Id)];

    public OneLoginUser? Find(long id) => _byId.GetValueOrDefault(id);

    /// <summary>Those with exactly this address, upper or lower case, in the order of their ids.</summary>
    public IEnumerable<OneLoginUser> WithEmail(string email) => _byEmail.TryGetValue(email, out var ids) ? ids.Select(id => _byId[id]) : [];

    /// <summary>Adds the user, or replaces the one with the same id.</summary>
    public OneLoginUser Put(OneLoginUser user)
    {
        Remove(user.Id);
        _inOrder = null;
        _byId.Add(user.Id, user);
        if (!_byEmail.TryGetValue(user.Email, out var ids))
        {
            _byEmail.Add(user.Email, ids = []);
        }

        ids.Add(user.Id);
        return user;
    }

    public bool Remove(long id)
    {
        if (!_byId.Remove(id, out var user))
        {
            return false;
        }

        _inOrder = null;
        var ids = _byEmail[user.Email];
        ids.Remove(id);
        if (ids.Count == 0)
        {
            _byEmail.Remove(user.Email);
        }

        return true;
    }
}
