using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Finds for whom something that is undecided may wait: those whom the rules name for it, and those to whom it was brought in person.</summary>
/// <remarks>
/// Whether it does wait for them, <see cref="ListWaitingRequests"/> says. Where everybody may decide nobody is named by that, and whom an
/// on-call service or a rule in C# doesn't name, because it fails, is left out: operators are told of both elsewhere.
/// </remarks>
public sealed class FindDeciders(RulesInForce rules, IRequestLists lists, Glances glances, RuleMatters matters)
{
    /// <summary>More are not written to in one day.</summary>
    public const int MostPeople = 500;

    private const int AtOnce = 10;

    /// <summary>Looks.</summary>
    public async Task<Deciders> NowAsync(CancellationToken cancel)
    {
        var inForce = rules.Current;
        var look = new Look(glances.Candidates, glances.Standings.Lists(cancel), cancel);
        var asked = new HashSet<(Principal, long, RequestId?)>();
        var alone = 0;
        foreach (var request in await lists.UndecidedAsync(ListWaitingRequests.MostLookedAt, cancel))
        {
            if (inForce.FindFlow(request.Flow) is not { } flow)
            {
                continue;
            }

            look.Add(request.Notices.Where(notice => notice.Kind is NoticeKind.Person or NoticeKind.Group).SelectMany(notice => notice.Address.Split(',')));
            foreach (var source in flow.ApproversAt(request.Step).SelectMany(line => line.AnyOf).SelectMany(named => ApproverLook.Sources(named, inForce)).Where(named => named is not Principal.Everyone))
            {
                // Managers are somebody's, and rules in C# are asked about one request each; all others are the same for every request.
                var (requester, about) = (source is Principal.Manager ? request.OneLoginUser : Request.NoOneLoginUser, source is Principal.Rule ? request.Id : (RequestId?)null);
                if (asked.Add((source, requester, about)) && (source is not (Principal.Manager or Principal.Rule) || alone++ < ListWaitingRequests.MostAlone))
                {
                    await look.RunAsync(source, requester, about is null ? matters.Nothing(inForce, cancel) : matters.AboutRequest(inForce, request, cancel));
                }
            }
        }

        return new Deciders([.. look.Found.OrderBy(person => person.Value, StringComparer.Ordinal).Take(MostPeople)], !look.IsAway);
    }

    private sealed class Look(Candidates candidates, MemberLists lists, CancellationToken cancel)
    {
        public HashSet<SlackUserId> Found { get; } = [];

        public bool IsAway { get; private set; }

        public void Add(IEnumerable<string> people) => Found.UnionWith(people.Select(id => SlackUserId.TryParse(id, out var person) ? person : (SlackUserId?)null).OfType<SlackUserId>());

        public async Task RunAsync(Principal source, long requester, RuleMatter matter)
        {
            var people = await candidates.OfAsync(source, requester, lists, matter, cancel);
            IsAway |= people is null && source is not (Principal.OnCall or Principal.Rule);
            foreach (var some in (people ?? []).Chunk(AtOnce).TakeWhile(_ => Found.Count < MostPeople))
            {
                Found.UnionWith((await Task.WhenAll(some.Select(MeetAsync))).OfType<SlackUserId>());
            }
        }

        private async Task<SlackUserId?> MeetAsync(Func<CancellationToken, Task<SlackUserId?>> find)
        {
            try
            {
                return await find(cancel);
            }
            catch (Exception e) when (Candidates.IsAway(e))
            {
                IsAway = true;
                return null;
            }
        }
    }
}
