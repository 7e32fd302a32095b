using System.Reflection;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support;

/// <summary>Requests in memory: what is read is a copy, and what is changed is saved whole, as from a database.</summary>
internal sealed class InMemoryRequests : IRequestStore, IDisposable
{
    private static readonly MethodInfo MemberwiseCopy = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly Dictionary<RequestId, Request> rows = [];
    private readonly SemaphoreSlim oneWriter = new(1);
    private readonly SemaphoreSlim oneSpeaker = new(1);
    private readonly SemaphoreSlim oneAsker = new(1);
    private readonly SemaphoreSlim oneUser = new(1);

    /// <summary>Audit entries of requests and of people, in the order of their writing.</summary>
    public List<AuditEntry> Audit { get; } = [];

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Runs before a notice is saved: the place for a crash or for somebody else's change.</summary>
    public Func<RequestId, Notice, Task> BeforeNoticeIsSaved { get; set; } = (_, _) => Task.CompletedTask;

    public Request this[RequestId id]
    {
        get
        {
            lock (rows)
            {
                return Copy(rows[id]);
            }
        }
    }

    public IReadOnlyList<Request> All
    {
        get
        {
            lock (rows)
            {
                return [.. rows.Values.Select(Copy)];
            }
        }
    }

    public Task<Request?> FindAsync(RequestId id, CancellationToken cancel) => Answer(() => rows.GetValueOrDefault(id) is { } row ? Copy(row) : null);

    public Task<Request> AddAsync(Request request, CancellationToken cancel) => Answer(() =>
    {
        var known = rows.Values.FirstOrDefault(row => string.Equals(row.SubmissionKey, request.SubmissionKey, StringComparison.Ordinal));
        if (known is null)
        {
            Save(request);
        }

        return Copy(known ?? request);
    });

    public async Task<T> ChangeAsync<T>(RequestId id, Func<Request, Task<T>> change, CancellationToken cancel)
    {
        await oneWriter.WaitAsync(cancel);
        try
        {
            var row = await FindAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no request {id}.");
            var result = await change(row);
            return await Answer(() =>
            {
                Save(row);
                return result;
            });
        }
        finally
        {
            oneWriter.Release();
        }
    }

    public async Task<T> ChangeWithGrantAsync<T>(RequestId id, Func<Request, Request?, Task<T>> change, CancellationToken cancel)
    {
        await oneWriter.WaitAsync(cancel);
        try
        {
            var row = await FindAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no request {id}.");
            var granted = row.Extends is { } grant ? await FindAsync(grant, cancel) : null;
            var result = await change(row, granted);
            return await Answer(() =>
            {
                Save(row);
                if (granted is not null)
                {
                    Save(granted);
                }

                return result;
            });
        }
        finally
        {
            oneWriter.Release();
        }
    }

    public async Task<(Request? Added, T Result)> ChangeAndAddAsync<T>(RequestId id, Func<Request, (Request? Added, T Result)> change, CancellationToken cancel)
    {
        await oneWriter.WaitAsync(cancel);
        try
        {
            var row = await FindAsync(id, cancel) ?? throw new KeyNotFoundException($"There is no request {id}.");
            var (added, result) = change(row);
            return await Answer(() =>
            {
                if (rows.Values.FirstOrDefault(known => known.SubmissionKey == added?.SubmissionKey) is { } earlier)
                {
                    return (Copy(earlier), result);
                }

                Save(row);
                if (added is not null)
                {
                    Save(added);
                }

                return ((Request?)added, result);
            });
        }
        finally
        {
            oneWriter.Release();
        }
    }

    public Task<IReadOnlyList<Request>> ExtensionsAsync(RequestId granted, CancellationToken cancel) => Answer<IReadOnlyList<Request>>(() =>
        [.. rows.Values.Where(row => row.Extends == granted).Select(Copy)]);

    public Task<IReadOnlyList<Request>> OpenAsync(Membership membership, CancellationToken cancel) => Answer<IReadOnlyList<Request>>(() =>
        [.. rows.Values.Where(row => row.Membership == membership && !row.IsClosed).Select(Copy)]);

    public Task<IReadOnlyList<Request>> AskedAsync(Membership membership, DateTimeOffset since, CancellationToken cancel) => Answer<IReadOnlyList<Request>>(() =>
        [.. rows.Values.Where(row => row.Membership == membership && (!row.IsClosed || row.RequestedAt >= since)).Select(Copy)]);

    public Task<IReadOnlyList<Request>> AskedAsync(SlackUserId requester, string flow, DateTimeOffset since, CancellationToken cancel) => Answer<IReadOnlyList<Request>>(() =>
        [.. rows.Values.Where(row => row.IsApprovalOnly && row.Requester == requester && row.Flow == flow && (!row.IsClosed || row.RequestedAt >= since)).Select(Copy)]);

    public Task<IReadOnlyList<DateTimeOffset>> GrantsAsync(
        SlackUserId requester, string target, DateTimeOffset since, RequestId? but, int most, CancellationToken cancel) => Answer<IReadOnlyList<DateTimeOffset>>(() =>
        [.. rows.Values.Where(row => row.Requester == requester && row.Target == target && row.GrantedAt > since && row.Id != but)
            .Select(row => row.GrantedAt!.Value).OrderDescending().Take(most)]);

    public Task<int> UsesAsync(string flow, string rule, SlackUserId? requester, DateTimeOffset since, RequestId? but, CancellationToken cancel) => Answer(() =>
        rows.Values.Count(row => row.AutoRule == rule && row.Flow == flow && row.ApprovedAt > since && row.Id != but && (requester is null || row.Requester == requester)));

    public Task<IReadOnlyList<OpenRequest>> OpenAsync(RequestSelection selection, CancellationToken cancel) => Answer<IReadOnlyList<OpenRequest>>(() =>
    [
        .. rows.Values.Where(row => !row.IsClosed && selection switch
        {
            RequestSelection.OfPerson person => row.OneLoginUser == person.OneLoginUser || (row.IsApprovalOnly && row.Requester == person.SlackUser),
            RequestSelection.OfRoles roles => (row.Privilege == Privilege.Admin ? roles.AsAdmin : roles.AsMember).Contains(row.Role),
            RequestSelection.OfFlows flows => flows.Keys.Contains(row.Flow, StringComparer.Ordinal),
            _ => true,
        }).Select(row => new OpenRequest(row.Id, row.State, row.Requester, row.RequesterName, row.OneLoginUser, row.TargetLabel, row.FlowLabel, row.EndsAt, row.Problem)),
    ]);

    public Task<IReadOnlyList<OpenKind>> OpenKindsAsync(CancellationToken cancel) => Answer<IReadOnlyList<OpenKind>>(() =>
        [.. rows.Values.Where(row => !row.IsClosed).Select(row => new OpenKind(row.Flow, row.FlowLabel, row.Target, row.TargetLabel, row.Role, row.Privilege)).Distinct()]);

    public Task<IReadOnlyList<DueErrand>> DueAsync(DateTimeOffset now, bool impatient, int most, CancellationToken cancel) => Answer<IReadOnlyList<DueErrand>>(() => []);

    public Task<IReadOnlyList<RequestId>> BehindAsync(DateTimeOffset now, int most, CancellationToken cancel) => Answer<IReadOnlyList<RequestId>>(() =>
        [.. rows.Values.Where(row => row.Notices.Any(n => (n.IsBehind(row.Version) && n.NextAttemptAt <= now) || n.TellAt <= now)).Take(most).Select(row => row.Id)]);

    public Task<IReadOnlyList<Request>> UnreviewedAsync(CancellationToken cancel) => Answer<IReadOnlyList<Request>>(() =>
        [.. rows.Values.Where(row => row.UnreviewedSince is not null).OrderBy(row => row.UnreviewedSince).Select(Copy)]);

    public Task<IReadOnlyList<Request>> OpenAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public Task<IReadOnlyDictionary<RequestId, T>> ChangeManyAsync<T>(IReadOnlyCollection<RequestId> ids, Func<Request, T> change, CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public Task<IReadOnlyList<DueRevocation>> DueRevocationsAsync(DateTimeOffset now, int most, CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public Task<IReadOnlyList<(long Role, Privilege Privilege)>> OpenRolesAsync(CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public Task<IReadOnlyList<Request>> OpenInRoleAsync(long role, Privilege privilege, CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public Task<IReadOnlyDictionary<long, Request>> LastEndedAsync(
        long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public Task<IReadOnlyList<AuditEntry>> EntriesAsync(RequestId request, int after, CancellationToken cancel) => Answer<IReadOnlyList<AuditEntry>>(() =>
        [.. Audit.Where(entry => entry.Stream == request.ToString() && entry.Number > after)]);

    public Task<IReadOnlyList<AuditEntry>> NewestEntriesAsync(string stream, int most, CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public Task<HeldMemberships> TryHoldAsync(IReadOnlyCollection<Membership> memberships, CancellationToken cancel) =>
        throw new NotSupportedException("What speaks to Slack does not ask for this.");

    public async Task SaveNoticeAsync(RequestId id, Notice notice, CancellationToken cancel)
    {
        await BeforeNoticeIsSaved(id, notice);
        await Answer(() =>
        {
            var notices = Inner<Notice>(rows[id], "notices");
            notices[notices.FindIndex(notice.Is)] = Shallow(notice);
            return true;
        });
    }

    public Task AppendAsync(string stream, AuditAction action, Actor by, DateTimeOffset at,
        IReadOnlyDictionary<string, string?> detail, CancellationToken cancel) => Answer(() =>
    {
        var last = Audit.FindLast(entry => string.Equals(entry.Stream, stream, StringComparison.Ordinal));
        Audit.Add(AuditEntry.Next(stream, last?.Number ?? 0, last?.Hash ?? "", at, action, by, before: null, after: null, detail));
        return true;
    });

    public Task<IAsyncDisposable> HoldAsync(Membership membership, CancellationToken cancel) => HoldAsync(oneSpeaker, cancel);

    public Task<IAsyncDisposable> HoldAskingAsync(Membership membership, CancellationToken cancel) => HoldAsync(oneAsker, cancel);

    public Task<IAsyncDisposable> HoldAskingAsync(SlackUserId requester, string flow, CancellationToken cancel) => HoldAsync(oneAsker, cancel);

    public Task<IAsyncDisposable> HoldUseAsync(string flow, string rule, CancellationToken cancel) => HoldAsync(oneUser, cancel);

    public Task<IAsyncDisposable> HoldAsync(RequestId request, CancellationToken cancel) => HoldAsync(oneSpeaker, cancel);

    public void Dispose()
    {
        oneWriter.Dispose();
        oneSpeaker.Dispose();
        oneAsker.Dispose();
        oneUser.Dispose();
    }

    private static async Task<IAsyncDisposable> HoldAsync(SemaphoreSlim one, CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        return new Hold(one);
    }

    private Task<T> Answer<T>(Func<T> answer)
    {
        lock (rows)
        {
            return Trouble is null ? Task.FromResult(answer()) : Task.FromException<T>(Trouble);
        }
    }

    private void Save(Request request)
    {
        Audit.AddRange(request.News);
        var row = Copy(request);
        Inner<AuditEntry>(row, "news").Clear();
        rows[request.Id] = row;
    }

    private static Request Copy(Request request)
    {
        var copy = Shallow(request);
        CopyList<Decision>(copy, "decisions", Shallow);
        CopyList<Notice>(copy, "notices", Shallow);
        CopyList<AuditEntry>(copy, "news", entry => entry);
        return copy;
    }

    private static void CopyList<T>(Request request, string field, Func<T, T> copy) =>
        Field(field).SetValue(request, Inner<T>(request, field).ConvertAll(item => copy(item)));

    private static List<T> Inner<T>(Request request, string field) => (List<T>)Field(field).GetValue(request)!;

    private static FieldInfo Field(string name) => typeof(Request).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static T Shallow<T>(T original)
        where T : class => (T)MemberwiseCopy.Invoke(original, null)!;

    private sealed class Hold(SemaphoreSlim held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Release();
            return ValueTask.CompletedTask;
        }
    }
}
