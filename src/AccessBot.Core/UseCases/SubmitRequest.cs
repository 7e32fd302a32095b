using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Somebody asks for access.</summary>
public sealed class SubmitRequest(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    Standings standings, Identities identities, ApproverSearch approvers, TimeProvider clock)
{
    /// <summary>Why the wish would be refused now; empty if it wouldn't be. The same judgement as <see cref="SubmitAsync"/>, with nothing stored.</summary>
    public async Task<IReadOnlyList<Refusal>> PreviewAsync(string submissionKey, SlackUserId who, Wish wish, CancellationToken cancel)
    {
        var verdict = await JudgeAsync(who, wish, cancel);
        return verdict.Refusals.Count == 0 && await AskedAsync(submissionKey, verdict, clock.GetUtcNow(), cancel) is { } asked ? [asked] : verdict.Refusals;
    }

    /// <summary>Makes the request, or says why not.</summary>
    /// <param name="submissionKey">Names the submission: the same one again gives the request that it made the first time.</param>
    /// <param name="who">The requester.</param>
    /// <param name="wish">What they ask for.</param>
    /// <param name="sentAt">
    /// When they sent it. A request that they made at that time or later counts in its place: what was sent again because nothing
    /// seemed to come of it is one wish, in whatever order the two are worked off.
    /// </param>
    /// <param name="where">Through which door, for the audit trail.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<(Request? Request, IReadOnlyList<Refusal> Refusals)> SubmitAsync(
        string submissionKey, SlackUserId who, Wish wish, DateTimeOffset sentAt, string where, CancellationToken cancel)
    {
        var verdict = await JudgeAsync(who, wish, cancel);
        var by = new Actor(who, verdict.Name, where);
        if (verdict.Refusals.Count > 0)
        {
            return await RefuseAsync(verdict.Refusals);
        }

        // Two forms at once, in two processes perhaps, would each find that nobody has asked.
        await using var asking = await store.HoldAskingAsync(verdict.Membership, cancel);
        if (await AskedAsync(submissionKey, verdict, sentAt, cancel) is { } asked)
        {
            return await RefuseAsync([asked]);
        }

        var now = clock.GetUtcNow();
        var request = await store.AddAsync(
            Request.Submit(RequestId.New(now), submissionKey, verdict.Person!, verdict.Flow!, verdict.Target!, wish, verdict.Ruling!, by, now),
            cancel);
        queue.Nudge(Errand.Announce, request.Id);
        queue.NudgeAt(Errand.Lapse, request.Id, request.LapsesAt);
        await approvers.TellMissingAsync(verdict.Flow!, verdict.Outlook!, cancel);
        return (request, []);

        async Task<(Request?, IReadOnlyList<Refusal>)> RefuseAsync(IReadOnlyList<Refusal> why)
        {
            await store.AppendAsync($"person/{who}", AuditAction.Refused, by, clock.GetUtcNow(), new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["codes"] = string.Join(' ', why.Select(r => r.Code)),
                ["flow"] = wish.Flow,
                ["target"] = wish.Target,
            }, cancel);
            return (null, why);
        }
    }

    private async Task<Verdict> JudgeAsync(SlackUserId who, Wish wish, CancellationToken cancel)
    {
        var inForce = rules.Current;
        if (inForce.CheckForm(wish) is { Count: > 0 } formal)
        {
            return Verdict.No(who.Value, formal);
        }

        var flow = inForce.FindFlow(wish.Flow)!;
        var lists = standings.Lists(cancel);
        var standing = await standings.NowAsync((who, null), flow, inForce, lists, cancel);
        var answer = inForce.RuleOn(wish, standing, []);
        if (answer is not Ruling.NeedsApproval ruling)
        {
            return Verdict.No(standing.User.Name, ((Ruling.Refused)answer).Why);
        }

        var (person, unlinked) = await identities.ResolveAsync(standing.User, cancel);
        if (person is null)
        {
            return Verdict.No(standing.User.Name, [unlinked!]);
        }

        // Last, for it takes longest; the account is read meanwhile.
        var looking = approvers.LookAsync(flow, inForce, who, person.OneLoginUser, lists, cancel);
        var reading = directory.ReadUserAsync(person.OneLoginUser, cancel);
        await Task.WhenAll(reading, looking);
        var (user, outlook) = (await reading, await looking);
        if (user is not { IsActive: true })
        {
            return Verdict.No(standing.User.Name, [Refusals.DirectoryUserInactive(user?.Trouble ?? "deleted")]);
        }

        if (outlook.Short is { } lacking)
        {
            return Verdict.No(standing.User.Name, [Refusals.NobodyCanApprove(flow, lacking.Line, lacking.Have)]);
        }

        var target = inForce.Targets[wish.Target];
        var membership = new Membership(person.OneLoginUser, target.OneLoginRole, target.Privilege);
        return new Verdict(standing.User.Name, person, flow, target, membership, ruling, outlook, []);
    }

    /// <summary>Why it would be the second request for one wish; null if it wouldn't be.</summary>
    private async Task<Refusal?> AskedAsync(string submissionKey, Verdict verdict, DateTimeOffset sentAt, CancellationToken cancel)
    {
        var asked = await store.AskedAsync(verdict.Membership, sentAt, cancel);
        return asked.Any(r => string.Equals(r.SubmissionKey, submissionKey, StringComparison.Ordinal)) ? null
            : asked.Any(r => r.State is RequestState.Requested or RequestState.Approved) ? Refusals.AlreadyAsked(verdict.Target!.Label)
            : asked.Any(r => r.RequestedAt >= sentAt) ? Refusals.AskedAgainSince(verdict.Target!.Label)
            : null;
    }

    private sealed record Verdict(
        string Name, Person? Person, Flow? Flow, Target? Target, Membership Membership, Ruling.NeedsApproval? Ruling,
        ApproverOutlook? Outlook, IReadOnlyList<Refusal> Refusals)
    {
        public static Verdict No(string name, IReadOnlyList<Refusal> why) => new(name, null, null, null, default, null, null, why);
    }
}
