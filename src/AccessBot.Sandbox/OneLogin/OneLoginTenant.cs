using System.Runtime.CompilerServices;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// A OneLogin tenant in memory, served over HTTP by <see cref="OneLoginEndpoints.MapOneLogin"/>. It refuses what OneLogin
/// refuses, in OneLogin's words, and it can be changed behind a client's back at any time.
/// </summary>
public sealed class OneLoginTenant
{
    private readonly ChangeBell _bell = new();
    private readonly Journal<EndedSessions> _endedSessions = new();
    private readonly OneLoginPeople _users = new();
    private readonly Dictionary<long, OneLoginRole> _roles = [];
    private readonly Dictionary<(long RoleId, long UserId, RolePrivilege Privilege), TimeSpan?> _mappings = [];
    private readonly HashSet<ITimer> _comingBack = [];
    private readonly Lazy<SigningKey> _signingKey = new(() => new SigningKey());

    public OneLoginTenant(TimeProvider time)
    {
        Time = time;
        Credentials = new OneLoginCredentials(time);
        Apps = new OpenIdApps(time);
        Memberships = new MembershipHistory(Gate);
        Allowance = new FirstVersionAllowance(time);
    }

    public OneLoginCredentials Credentials { get; }

    /// <summary>What people sign in to with OpenID Connect.</summary>
    public OpenIdApps Apps { get; }

    public OneLoginBehaviours Behaviours { get; } = new();

    public OneLoginFaults Faults { get; } = new();

    public OneLoginCalls Calls { get; } = new();

    public MembershipHistory Memberships { get; }

    public IReadOnlyList<OneLoginUser> Users
    {
        get
        {
            lock (Gate)
            {
                return _users.All;
            }
        }
    }

    public IReadOnlyList<OneLoginRole> Roles
    {
        get
        {
            lock (Gate)
            {
                return [.. _roles.Values.OrderBy(r => r.Id)];
            }
        }
    }

    /// <summary>Every log-out through the API, oldest first.</summary>
    public IReadOnlyList<EndedSessions> EndedSessions => _endedSessions.SoFar;

    /// <summary>Taken for the whole of each API call's work, so that a call is one step as seen from every other.</summary>
    internal Lock Gate { get; } = new();

    internal TimeProvider Time { get; }

    internal OneLoginPeople People => _users;

    internal FirstVersionAllowance Allowance { get; }

    internal SigningKey SigningKey => _signingKey.Value;

    internal Task NextChange => _bell.Next;

    public OneLoginUser AddUser(OneLoginUser user) => Change(() => _users.Put(user));

    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    public OneLoginUser ChangeUser(long userId, Func<OneLoginUser, OneLoginUser> change) => Change(() =>
        _users.Put(change(_users.Find(userId) ?? throw new KeyNotFoundException($"There is no user {userId} in this tenant."))));

    /// <summary>Deletes the user, who leaves every role by that.</summary>
    public void DeleteUser(long userId) => Change(() =>
    {
        ForgetMappings(key => key.UserId == userId);
        Memberships.EndAllOfUser(userId, Time.GetUtcNow());
        return _users.Remove(userId);
    });

    public OneLoginRole AddRole(OneLoginRole role) => Change(() => _roles[role.Id] = role);

    /// <summary>Deletes the role; nobody holds it from now on.</summary>
    public void DeleteRole(long roleId) => Change(() =>
    {
        ForgetMappings(key => key.RoleId == roleId);
        Memberships.EndAllOfRole(roleId, Time.GetUtcNow());
        return _roles.Remove(roleId);
    });

    /// <summary>Puts somebody into a role as an administrator would in OneLogin's pages.</summary>
    public void AddByHand(long roleId, long userId, RolePrivilege privilege = RolePrivilege.Member) =>
        Change(() => Begin(roleId, userId, privilege, MembershipSource.ByHand, OneLoginActor.AccountOwner, TimeSpan.Zero));

    /// <summary>Takes somebody out of a role as an administrator would, and out of the mapping that put them there.</summary>
    public void RemoveByHand(long roleId, long userId, RolePrivilege privilege = RolePrivilege.Member) => Change(() =>
    {
        ForgetMappings(key => key == (roleId, userId, privilege));
        return Memberships.End(roleId, userId, privilege, Time.GetUtcNow(), TimeSpan.Zero);
    });

    /// <summary>
    /// Puts somebody into a role by a mapping. The API's DELETE then answers 204 and changes nothing, or, with
    /// <paramref name="comesBackAfter"/>, takes the person out and OneLogin puts them back that much later.
    /// </summary>
    public void AddByMapping(long roleId, long userId, TimeSpan? comesBackAfter = null, RolePrivilege privilege = RolePrivilege.Member) => Change(() =>
    {
        _mappings[(roleId, userId, privilege)] = comesBackAfter;
        return Begin(roleId, userId, privilege, MembershipSource.Mapping, by: null, TimeSpan.Zero);
    });

    /// <summary>Waits until <paramref name="fact"/> is so; it is looked at again whenever something in the tenant changed.</summary>
    /// <param name="fact">What should become true.</param>
    /// <param name="limit">Real time, whatever the tenant's clock says; ten seconds unless told.</param>
    /// <param name="what">Filled in by the compiler, for the message.</param>
    /// <exception cref="TimeoutException">It did not become true.</exception>
    public async Task WaitForAsync(Func<OneLoginTenant, bool> fact, TimeSpan? limit = null, [CallerArgumentExpression(nameof(fact))] string what = "")
    {
        using var patience = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(10), TimeProvider.System);
        while (true)
        {
            var next = _bell.Next;
            if (fact(this))
            {
                return;
            }

            try
            {
                await next.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"Waited in vain for: {what}. The last calls: {string.Join("; ", Calls.All.TakeLast(5))}", e);
            }
        }
    }

    internal OneLoginUser? FindUser(long id) => _users.Find(id);

    internal OneLoginRole? FindRole(long id) => _roles.GetValueOrDefault(id);

    internal bool AddThroughApi(long roleId, long userId, RolePrivilege privilege, OneLoginActor by) =>
        Begin(roleId, userId, privilege, MembershipSource.Api, by, Behaviours.WritesVisibleAfter);

    internal bool RemoveThroughApi(long roleId, long userId, RolePrivilege privilege)
    {
        var mapped = _mappings.TryGetValue((roleId, userId, privilege), out var comesBackAfter);
        if (mapped && comesBackAfter is null)
        {
            return false;
        }

        var ended = Memberships.End(roleId, userId, privilege, Time.GetUtcNow(), Behaviours.WritesVisibleAfter);
        if (ended && mapped)
        {
            ITimer? timer = null;
            timer = Time.CreateTimer(_ => Change(() => ComeBack(timer, roleId, userId, privilege)), state: null, comesBackAfter!.Value, Timeout.InfiniteTimeSpan);
            _comingBack.Add(timer);
        }

        return ended;
    }

    /// <summary>Wakes those who wait, after a call changed something but before it is answered.</summary>
    internal void Announce() => _bell.Ring();

    /// <returns>Whether the call is served; too many at once are not.</returns>
    internal bool Begin()
    {
        var served = Calls.Begin(Behaviours.AtOnceAtMost);
        _bell.Ring();
        return served;
    }

    internal void End(bool served)
    {
        Calls.End(served);
        _bell.Ring();
    }

    internal void EndSessions(long userId) => _endedSessions.Add(new EndedSessions(userId, Time.GetUtcNow()));

    internal void Record(OneLoginCall call)
    {
        Calls.Add(call);
        _bell.Ring();
    }

    private bool ComeBack(ITimer? timer, long roleId, long userId, RolePrivilege privilege)
    {
        if (timer is not null)
        {
            _comingBack.Remove(timer);
            timer.Dispose();
        }

        return _mappings.ContainsKey((roleId, userId, privilege)) && Begin(roleId, userId, privilege, MembershipSource.Mapping, by: null, TimeSpan.Zero);
    }

    private bool Begin(long roleId, long userId, RolePrivilege privilege, MembershipSource source, OneLoginActor? by, TimeSpan visibleAfter)
    {
        if (!_roles.ContainsKey(roleId) || _users.Find(userId) is null)
        {
            throw new ArgumentException($"There is no role {roleId} or no user {userId} in this tenant.", nameof(roleId));
        }

        var now = Time.GetUtcNow();
        return Memberships.Begin(new MembershipSpan(roleId, userId, privilege, source, now, To: null) { AddedBy = by, VisibleFrom = now + visibleAfter });
    }

    private void ForgetMappings(Predicate<(long RoleId, long UserId, RolePrivilege Privilege)> which)
    {
        foreach (var key in _mappings.Keys.Where(key => which(key)).ToList())
        {
            _mappings.Remove(key);
        }
    }

    private T Change<T>(Func<T> change)
    {
        T result;
        lock (Gate)
        {
            result = change();
        }

        _bell.Ring();
        return result;
    }
}
