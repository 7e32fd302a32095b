using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support.Promises;

/// <summary>The real store, of a process that can be killed at each call and whose database can go away.</summary>
internal sealed class MortalStore(IRequestStore store, Mortality life, DatabaseTrouble trouble) : IRequestStore
{
    public Task<Request?> FindAsync(RequestId id, CancellationToken cancel) => CallAsync(() => store.FindAsync(id, cancel));

    public Task<Request> AddAsync(Request request, CancellationToken cancel) => CallAsync(() => store.AddAsync(request, cancel));

    public Task<T> ChangeAsync<T>(RequestId id, Func<Request, Task<T>> change, CancellationToken cancel) =>
        CallAsync(() => store.ChangeAsync(id, change, cancel));

    public Task<T> ChangeWithGrantAsync<T>(RequestId id, Func<Request, Request?, Task<T>> change, CancellationToken cancel) =>
        CallAsync(() => store.ChangeWithGrantAsync(id, change, cancel));

    public Task<(Request? Added, T Result)> ChangeAndAddAsync<T>(RequestId id, Func<Request, (Request? Added, T Result)> change, CancellationToken cancel) =>
        CallAsync(() => store.ChangeAndAddAsync(id, change, cancel));

    public Task<IReadOnlyList<Request>> ExtensionsAsync(RequestId granted, CancellationToken cancel) => CallAsync(() => store.ExtensionsAsync(granted, cancel));

    public Task<IReadOnlyList<Request>> OpenAsync(Membership membership, CancellationToken cancel) =>
        CallAsync(() => store.OpenAsync(membership, cancel));

    public Task<IReadOnlyList<Request>> AskedAsync(Membership membership, DateTimeOffset since, CancellationToken cancel) =>
        CallAsync(() => store.AskedAsync(membership, since, cancel));

    public Task<IReadOnlyList<Request>> AskedAsync(SlackUserId requester, string flow, DateTimeOffset since, CancellationToken cancel) =>
        CallAsync(() => store.AskedAsync(requester, flow, since, cancel));

    public Task<IReadOnlyList<DateTimeOffset>> GrantsAsync(
        SlackUserId requester, string target, DateTimeOffset since, RequestId? but, int most, CancellationToken cancel) =>
        CallAsync(() => store.GrantsAsync(requester, target, since, but, most, cancel));

    public Task<int> UsesAsync(string flow, string rule, SlackUserId? requester, DateTimeOffset since, RequestId? but, CancellationToken cancel) =>
        CallAsync(() => store.UsesAsync(flow, rule, requester, since, but, cancel));

    public Task<IReadOnlyList<OpenRequest>> OpenAsync(RequestSelection selection, CancellationToken cancel) =>
        CallAsync(() => store.OpenAsync(selection, cancel));

    public Task<IReadOnlyList<OpenKind>> OpenKindsAsync(CancellationToken cancel) => CallAsync(() => store.OpenKindsAsync(cancel));

    public Task<IReadOnlyList<DueErrand>> DueAsync(DateTimeOffset now, bool impatient, int most, CancellationToken cancel) =>
        CallAsync(() => store.DueAsync(now, impatient, most, cancel));

    public Task<IReadOnlyList<Request>> OpenAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) =>
        CallAsync(() => store.OpenAsync(role, privilege, users, cancel));

    public Task<IReadOnlyDictionary<RequestId, T>> ChangeManyAsync<T>(
        IReadOnlyCollection<RequestId> ids, Func<Request, T> change, CancellationToken cancel) => CallAsync(() => store.ChangeManyAsync(ids, change, cancel));

    public Task<IReadOnlyList<DueRevocation>> DueRevocationsAsync(DateTimeOffset now, int most, CancellationToken cancel) =>
        CallAsync(() => store.DueRevocationsAsync(now, most, cancel));

    public Task<IReadOnlyList<RequestId>> BehindAsync(DateTimeOffset now, int most, CancellationToken cancel) =>
        CallAsync(() => store.BehindAsync(now, most, cancel));

    public Task<IReadOnlyList<Request>> UnreviewedAsync(CancellationToken cancel) => CallAsync(() => store.UnreviewedAsync(cancel));

    public Task<IReadOnlyList<(long Role, Privilege Privilege)>> OpenRolesAsync(CancellationToken cancel) => CallAsync(() => store.OpenRolesAsync(cancel));

    public Task<IReadOnlyList<Request>> OpenInRoleAsync(long role, Privilege privilege, CancellationToken cancel) =>
        CallAsync(() => store.OpenInRoleAsync(role, privilege, cancel));

    public Task<IReadOnlyDictionary<long, Request>> LastEndedAsync(
        long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) =>
        CallAsync(() => store.LastEndedAsync(role, privilege, users, cancel));

    public Task<IReadOnlyList<AuditEntry>> EntriesAsync(RequestId request, int after, CancellationToken cancel) => CallAsync(() => store.EntriesAsync(request, after, cancel));

    public Task<IReadOnlyList<AuditEntry>> NewestEntriesAsync(string stream, int most, CancellationToken cancel) =>
        CallAsync(() => store.NewestEntriesAsync(stream, most, cancel));

    public Task<HeldMemberships> TryHoldAsync(IReadOnlyCollection<Membership> memberships, CancellationToken cancel)
    {
        life.Edge();
        return store.TryHoldAsync(memberships, cancel);
    }

    public Task SaveNoticeAsync(RequestId id, Notice notice, CancellationToken cancel) => CallAsync(async () =>
    {
        await store.SaveNoticeAsync(id, notice, cancel);
        return true;
    });

    public Task AppendAsync(string stream, AuditAction action, Actor by, DateTimeOffset at,
        IReadOnlyDictionary<string, string?> detail, CancellationToken cancel) => CallAsync(async () =>
    {
        await store.AppendAsync(stream, action, by, at, detail, cancel);
        return true;
    });

    // Not mortal afterwards: a process that dies lets go of what it holds.
    public Task<IAsyncDisposable> HoldAsync(Membership membership, CancellationToken cancel)
    {
        life.Edge();
        return store.HoldAsync(membership, cancel);
    }

    public Task<IAsyncDisposable> HoldAskingAsync(Membership membership, CancellationToken cancel)
    {
        life.Edge();
        return store.HoldAskingAsync(membership, cancel);
    }

    public Task<IAsyncDisposable> HoldAskingAsync(SlackUserId requester, string flow, CancellationToken cancel)
    {
        life.Edge();
        return store.HoldAskingAsync(requester, flow, cancel);
    }

    public Task<IAsyncDisposable> HoldUseAsync(string flow, string rule, CancellationToken cancel)
    {
        life.Edge();
        return store.HoldUseAsync(flow, rule, cancel);
    }

    public Task<IAsyncDisposable> HoldAsync(RequestId request, CancellationToken cancel)
    {
        life.Edge();
        return store.HoldAsync(request, cancel);
    }

    private Task<T> CallAsync<T>(Func<Task<T>> call) => life.CallAsync(() => trouble.CallAsync(call));
}
