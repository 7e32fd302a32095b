using System.Globalization;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>One role's comparison: takes its members page by page and tells whose they are.</summary>
internal sealed class RoleComparison(
    IRequestStore store, long role, Privilege privilege, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> gaps, DateTimeOffset started, bool namesTheirs)
{
    private readonly List<Finding> findings = [];
    private readonly HashSet<long> seen = [];
    private ILookup<long, Request>? open;

    public IReadOnlyList<Finding> Findings => findings;

    public int Members { get; private set; }

    /// <summary>How many were given by others; they are among the findings only if they are to be named, for a role may have thousands.</summary>
    public int Theirs { get; private set; }

    public async Task VisitAsync(IReadOnlyList<RoleMember> page, CancellationToken cancel)
    {
        open ??= (await store.OpenInRoleAsync(role, privilege, cancel)).ToLookup(r => r.OneLoginUser);
        Members += page.Count;
        var unexplained = new List<RoleMember>();
        foreach (var member in page)
        {
            if (open[member.User].Any(r => r.MayHold))
            {
                seen.Add(member.User);
            }
            else
            {
                unexplained.Add(member);
            }
        }

        if (unexplained.Count == 0)
        {
            return;
        }

        var ended = await store.LastEndedAsync(role, privilege, [.. unexplained.Select(m => m.User)], cancel);
        foreach (var finding in unexplained.Select(member => Explain(member, ended.GetValueOrDefault(member.User))))
        {
            Theirs += finding.Kind == FindingKind.Theirs ? 1 : 0;
            if (namesTheirs || finding.Kind != FindingKind.Theirs)
            {
                findings.Add(finding);
            }
        }
    }

    /// <summary>Granted, settled, not over, and not among the members.</summary>
    public async Task<IReadOnlyList<Request>> MissingAsync(TimeSpan settled, CancellationToken cancel)
    {
        open ??= (await store.OpenInRoleAsync(role, privilege, cancel)).ToLookup(r => r.OneLoginUser);
        return [.. open.SelectMany(person => person).Where(r =>
            r.State == RequestState.Granted && r.GrantedAt < started - settled && !seen.Contains(r.OneLoginUser))];
    }

    private Finding Explain(RoleMember member, Request? ended)
    {
        var name = ended?.RequesterName ?? member.Name ?? $"user {member.User}";
        if (ended is { RoleKept: RoleKept.No, ClosedAt: { } closed } && !(member.AddedAt < closed - TimeSpan.FromMinutes(1)))
        {
            return new Finding(FindingKind.CameBack, role, privilege, member.User, name,
                $"{name} is in {ended.TargetLabel} again, though AccessBot took it away at {Text(closed)} and has not given it since: {Adder(member)}.", ended.Id);
        }

        if (open![member.User].FirstOrDefault() is { } waiting)
        {
            return new Finding(FindingKind.OlderThanOneLogin, role, privilege, member.User, name,
                $"{waiting.RequesterName} is in {waiting.TargetLabel}, and AccessBot's row says {waiting.State}: {Adder(member)}. "
                + "The row may be from an old backup, or somebody else gave the role.", waiting.Id);
        }

        return gaps.Any(gap => member.AddedAt >= gap.From && member.AddedAt <= gap.To)
            ? new Finding(FindingKind.AddedInGap, role, privilege, member.User, name,
                $"{name} was added to role {role} at {Text(member.AddedAt)}, a time of which AccessBot has no record: {Adder(member)}. "
                + "If AccessBot gave it and an old backup was restored since, nothing will take it away: look, and remove it in OneLogin.")
            : new Finding(FindingKind.Theirs, role, privilege, member.User, name, $"{name} is in role {role}, which AccessBot did not give: {Adder(member)}.");
    }

    private static string Adder(RoleMember member) =>
        $"OneLogin says it was added by {member.AddedBy ?? "nobody by name, as mappings do"} {(member.AddedAt is { } at ? $"at {Text(at)}" : "at a time that it doesn't tell")}";

    private static string Text(DateTimeOffset? time) => time!.Value.ToString("u", CultureInfo.InvariantCulture);
}
