using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Somebody asks for access.</summary>
public sealed class SubmitRequest(RulesInForce rules, IRequestStore store, IRoleDirectory directory, IJobQueue queue,
    Standings standings, Identities identities, TimeProvider clock)
{
    /// <summary>Why the wish would be refused now; empty if it wouldn't be. The same judgement as <see cref="SubmitAsync"/>, with nothing stored.</summary>
    public async Task<IReadOnlyList<Refusal>> PreviewAsync(string submissionKey, SlackUserId who, Wish wish, CancellationToken cancel) =>
        (await JudgeAsync(submissionKey, who, wish, cancel)).Refusals;

    /// <summary>Makes the request, or says why not.</summary>
    /// <param name="submissionKey">Names the submission: the same one again gives the request that it made the first time.</param>
    /// <param name="who">The requester.</param>
    /// <param name="wish">What they ask for.</param>
    /// <param name="where">Through which door, for the audit trail.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<(Request? Request, IReadOnlyList<Refusal> Refusals)> SubmitAsync(
        string submissionKey, SlackUserId who, Wish wish, string where, CancellationToken cancel)
    {
        var verdict = await JudgeAsync(submissionKey, who, wish, cancel);
        var now = clock.GetUtcNow();
        var by = new Actor(who, verdict.Name, where);
        if (verdict.Refusals.Count > 0)
        {
            await store.AppendAsync($"person/{who}", AuditAction.Refused, by, now, new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["codes"] = string.Join(' ', verdict.Refusals.Select(r => r.Code)),
                ["flow"] = wish.Flow,
                ["target"] = wish.Target,
            }, cancel);
            return (null, verdict.Refusals);
        }

        var request = await store.AddAsync(
            Request.Submit(RequestId.New(now), submissionKey, verdict.Person!, verdict.Flow!, verdict.Target!, wish, verdict.Ruling!, by, now),
            cancel);
        queue.Nudge(Errand.Announce, request.Id);
        queue.NudgeAt(Errand.Lapse, request.Id, request.LapsesAt);
        return (request, []);
    }

    private async Task<Verdict> JudgeAsync(string submissionKey, SlackUserId who, Wish wish, CancellationToken cancel)
    {
        var inForce = rules.Current;
        if (inForce.CheckForm(wish) is { Count: > 0 } formal)
        {
            return Verdict.No(who.Value, formal);
        }

        var flow = inForce.FindFlow(wish.Flow)!;
        var standing = await standings.NowAsync(who, flow, inForce, requester: null, cancel);
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

        var user = await directory.ReadUserAsync(person.OneLoginUser, cancel);
        if (user is not { IsActive: true })
        {
            return Verdict.No(standing.User.Name, [Refusals.DirectoryUserInactive(user?.Trouble ?? "deleted")]);
        }

        var target = inForce.Targets[wish.Target];
        var open = await store.OpenAsync(new Membership(person.OneLoginUser, target.OneLoginRole, target.Privilege), cancel);
        return open.Any(r => r.State is RequestState.Requested or RequestState.Approved
                && !string.Equals(r.SubmissionKey, submissionKey, StringComparison.Ordinal))
            ? Verdict.No(standing.User.Name, [Refusals.AlreadyAsked(target.Label)])
            : new Verdict(standing.User.Name, person, flow, target, ruling, []);
    }

    private sealed record Verdict(
        string Name, Person? Person, Flow? Flow, Target? Target, Ruling.NeedsApproval? Ruling, IReadOnlyList<Refusal> Refusals)
    {
        public static Verdict No(string name, IReadOnlyList<Refusal> why) => new(name, null, null, null, null, why);
    }
}
