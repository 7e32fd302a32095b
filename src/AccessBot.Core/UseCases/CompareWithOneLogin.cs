using System.Globalization;
using AccessBot.Core.Alarms;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Compares who holds the roles with what the rows say, and finds what neither a click nor a clock tells.</summary>
/// <remarks>
/// <para>It takes nothing from anybody. A grant that somebody removed in OneLogin is closed, not given anew: who removed it
/// meant it, and the holder can ask again. Everything else is reported.</para>
/// <para>A role is read page by page, and compared only if all of it was read. That somebody is missing is looked up again, for
/// this one person and while nobody writes the membership; and where most grants seem to be lost at once, it is more likely that
/// the wrong tenant is being read than that somebody removed them all: then nothing is closed.</para>
/// </remarks>
public sealed partial class CompareWithOneLogin(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    RaiseAlarms alarms, TimeProvider clock, ILogger<CompareWithOneLogin> logger)
{
    /// <summary>The audit stream with one entry for each comparison.</summary>
    public const string Stream = "onelogin";

    /// <summary>How often it is done. Times between two entries that are much further apart are times of which AccessBot knows nothing.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>OneLogin documents no bound on how soon a write is seen; a grant so young is not missed yet.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    /// <summary>Up to so many may be lost at once, whatever share of all that is.</summary>
    private const int FewLost = 5;

    private const int EntriesForGaps = 2000;

    /// <summary>Compares, closes what was lost, writes one audit entry, and tells operators what to look at.</summary>
    public Task<Comparison> ExecuteAsync(CancellationToken cancel) => CompareAsync(acts: true, cancel);

    /// <summary>Compares, and changes nothing at all.</summary>
    public Task<Comparison> ReportAsync(CancellationToken cancel) => CompareAsync(acts: false, cancel);

    private async Task<Comparison> CompareAsync(bool acts, CancellationToken cancel)
    {
        var started = clock.GetUtcNow();
        var findings = new List<Finding>();
        var missing = new List<Request>();
        var (members, theirs, unread) = (0, 0, new List<UnreadRole>());
        var gaps = await GapsAsync(started, cancel);
        var roles = rules.Current.Targets.Values.SelectMany(t => t.Privileges.Select(p => (t.OneLoginRole, p))).Union(await store.OpenRolesAsync(cancel)).Order().ToList();
        foreach (var (role, privilege) in roles)
        {
            var reading = new RoleComparison(store, role, privilege, gaps, started, namesTheirs: !acts);
            try
            {
                var end = await directory.ReadRoleAsync(role, privilege, page => reading.VisitAsync(page, cancel), cancel);
                members += reading.Members;
                theirs += reading.Theirs;
                findings.AddRange(reading.Findings);
                if (end == RoleReading.Missing)
                {
                    findings.Add(new Finding(FindingKind.RoleMissing, role, privilege, User: null, Name: null, $"OneLogin has no role {role}. Mend it under targets in the access rules."));
                }
                else if (end == RoleReading.Disturbed)
                {
                    unread.Add(new UnreadRole(role, privilege, "it changed while it was read", IsDisturbed: true));
                }
                else
                {
                    missing.AddRange(await reading.MissingAsync(Settled, cancel));
                }
            }
            catch (RoleDirectoryException e)
            {
                Log.Unread(logger, e, role);
                unread.Add(new UnreadRole(role, privilege, e.Message));
            }
        }

        var live = missing.Count == 0 ? 0 : await LiveAsync(roles, cancel);
        var suspicious = missing.Count > FewLost && missing.Count * 2 > live;
        foreach (var lost in missing)
        {
            if (suspicious || await IsLostAsync(lost, acts, cancel))
            {
                findings.Add(new Finding(suspicious ? FindingKind.LostTogether : FindingKind.Lost, lost.Role, lost.Privilege, lost.OneLoginUser, lost.RequesterName,
                    suspicious
                        ? $"{lost.RequesterName} does not hold {lost.TargetLabel}, like most others who should: nothing was closed. See that OneLogin:Domain and OneLogin:BaseUrl are the right tenant's."
                        : $"Somebody removed {lost.RequesterName} from {lost.TargetLabel} in OneLogin, before the end at {Text(lost.EndsAt)}. It is closed, and not given anew.",
                    lost.Id));
            }
        }

        var comparison = new Comparison(started, clock.GetUtcNow(), roles.Count, members, theirs, unread, findings);
        if (acts)
        {
            Log.Compared(logger, roles.Count, members, findings.Count, unread.Count);
            await store.AppendAsync(Stream, AuditAction.Reconciled, Actor.Job, clock.GetUtcNow(), comparison.Detail(), cancel);
            await RaiseAsync(comparison, cancel);
        }

        return comparison;
    }

    private async Task RaiseAsync(Comparison comparison, CancellationToken cancel)
    {
        foreach (var alarm in ComparisonAlarms.Happened(comparison))
        {
            await alarms.TellAsync(alarm, cancel);
        }

        await alarms.ReportAsync(
            ComparisonAlarms.Source, ComparisonAlarms.Lasting(comparison), comparison.EndedAt, cancel, ComparisonAlarms.Unknown(comparison));
    }

    private async Task<int> LiveAsync(IEnumerable<(long Role, Privilege Privilege)> roles, CancellationToken cancel)
    {
        var live = 0;
        foreach (var (role, privilege) in roles)
        {
            live += (await store.OpenInRoleAsync(role, privilege, cancel)).Count(r => r.State == RequestState.Granted);
        }

        return live;
    }

    /// <summary>Looks again at this one person, while nobody writes the membership, and closes the grant if it is so.</summary>
    private async Task<bool> IsLostAsync(Request request, bool acts, CancellationToken cancel)
    {
        if (request.Membership is not { } membership)
        {
            return false;
        }

        await using var held = await store.TryHoldAsync([membership], cancel);
        if (held.Which.Count == 0 || await store.FindAsync(request.Id, cancel) is not { State: RequestState.Granted } row || row.EndsAt <= clock.GetUtcNow())
        {
            return false;
        }

        try
        {
            if (await directory.HoldsAsync(membership, cancel))
            {
                return false;
            }
        }
        catch (RoleDirectoryException e)
        {
            Log.Unread(logger, e, request.Role);
            return false;
        }

        if (acts && await store.ChangeAsync(request.Id, r => Task.FromResult(r.FoundGone(clock.GetUtcNow())), cancel))
        {
            Log.Lost(logger, request.Id, membership);
            queue.Nudge(Errand.Revoke, request.Id);
            queue.Nudge(Errand.Announce, request.Id);
        }

        return true;
    }

    /// <summary>The times of which no comparison tells: AccessBot was down, or what it wrote then is lost, as after the restore of an old backup.</summary>
    private async Task<IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)>> GapsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var entries = await store.NewestEntriesAsync(Stream, EntriesForGaps, cancel);
        DateTimeOffset[] times = [.. entries.Select(e => e.At).Reverse(), now];
        return [.. times.Zip(times.Skip(1)).Where(pair => pair.Second - pair.First > Every * 2)];
    }

    private static string Text(DateTimeOffset? time) => time is { } known ? known.ToString("u", CultureInfo.InvariantCulture) : "by hand";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Compared {Roles} roles with {Members} members with OneLogin: {Findings} findings, {Unread} roles could not be compared")]
        public static partial void Compared(ILogger logger, int roles, int members, int findings, int unread);

        [LoggerMessage(LogLevel.Warning, "Role {Role} could not be compared with OneLogin now")]
        public static partial void Unread(ILogger logger, Exception e, long role);

        [LoggerMessage(LogLevel.Warning, "Request {Request} was lost: somebody removed {Membership} in OneLogin")]
        public static partial void Lost(ILogger logger, RequestId request, Membership membership);
    }
}
