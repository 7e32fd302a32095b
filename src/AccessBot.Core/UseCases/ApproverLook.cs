using System.Collections.Concurrent;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>One look for people who could approve: whom the lines name, some at a time, until there are enough.</summary>
/// <param name="candidates">Finds them.</param>
/// <param name="standings">Says who they are.</param>
/// <param name="flow">The flow that is asked for.</param>
/// <param name="rules">The rules that it is from.</param>
/// <param name="requester">Who asks, in Slack.</param>
/// <param name="own">Who asks, in OneLogin; <see cref="Requests.Request.NoOneLoginUser"/> if that is not known.</param>
/// <param name="lists">Those that the requester was judged by.</param>
/// <param name="matter">What rules in C# are asked about.</param>
/// <param name="cancel">Ends the look.</param>
internal sealed class ApproverLook(Candidates candidates, Standings standings, Flow flow, AccessRules rules,
    SlackUserId requester, long own, MemberLists lists, RuleMatter matter, CancellationToken cancel)
{
    /// <summary>Looked at in all. Each is up to four calls.</summary>
    private const int MostPeople = 50;

    /// <summary>How many of those who are named one by one are looked at at once.</summary>
    private const int MostNamed = 10;

    /// <summary>With those whom the lines need, in case that some can't: the requester is often among them.</summary>
    private const int Spare = 2;

    private readonly HashSet<SlackUserId> seen = [];
    private readonly List<Standing> known = [];
    private readonly ConcurrentQueue<Principal> missing = new();
    private volatile bool isUnclear;
    private int tried;

    public async Task<ApproverOutlook> RunAsync()
    {
        // What anybody can approve needs nobody to be found. The others share the rest of the people among them.
        var narrow = flow.ApproversAt(flow.Notify.Count).Where(line => !line.AnyOf.Any(IsOpen)).ToList();
        var asked = flow with { Approvers = narrow, Notify = [.. flow.Notify.Select(step => step with { Approvers = [] })] };
        var some = narrow.Sum(line => line.Count) + Spare;
        var sources = narrow.SelectMany(line => line.AnyOf).SelectMany(principal => Sources(principal, rules)).Distinct().ToLookup(source => source is Principal.SlackUser or Principal.Email);

        // Those who are named one by one at once, so that it shows if one of them is missing, whoever else would do.
        IEnumerable<Principal[]> inTurn = [[.. sources[true]], .. sources[false].OrderBy(Candidates.Effort).Select(source => new[] { source })];
        foreach (var turn in inTurn)
        {
            foreach (var next in (await PeopleOfAsync(turn)).Chunk(Math.Max(some, turn.Length == 1 ? 0 : MostNamed)))
            {
                if (tried >= MostPeople)
                {
                    isUnclear = true;
                    break;
                }

                tried += next.Length;
                known.AddRange((await Task.WhenAll(next.Select(MeetAsync))).OfType<Standing>());
                if (rules.Progress(asked, requester, known).All(line => line.Have >= line.Line.Count))
                {
                    return new ApproverOutlook(Short: null, [.. missing]);
                }
            }
        }

        var lacking = rules.Progress(asked, requester, known).FirstOrDefault(line => line.Have < line.Line.Count);
        return new ApproverOutlook(isUnclear ? null : lacking, [.. missing]);
    }

    /// <summary>Whether it names so many that there is always somebody.</summary>
    private static bool IsOpen(Principal principal) => principal switch
    {
        Principal.Everyone => true,
        Principal.AnyOf some => some.Of.Any(IsOpen),
        Principal.AllOf all => all.Of.All(part => part is Principal.NoneOf || IsOpen(part)),
        _ => false,
    };

    /// <summary>Where those are found whom it names, and others perhaps.</summary>
    internal static IEnumerable<Principal> Sources(Principal principal, AccessRules rules) => principal switch
    {
        Principal.Admins => rules.Admins.SelectMany(admin => Sources(admin, rules)),
        Principal.AnyOf some => some.Of.SelectMany(part => Sources(part, rules)),
        Principal.AllOf all => all.Of.Where(part => part is not Principal.NoneOf && !IsOpen(part)).Select(part => Sources(part, rules).ToList())
            .MinBy(sources => sources.Sum(Candidates.Effort)) ?? [],
        _ => [principal],
    };

    private async Task<IReadOnlyList<(Principal Source, Func<CancellationToken, Task<SlackUserId?>> Find)>> PeopleOfAsync(IEnumerable<Principal> sources)
    {
        var people = new List<(Principal, Func<CancellationToken, Task<SlackUserId?>>)>();
        foreach (var source in sources)
        {
            var some = await candidates.OfAsync(source, own, lists, matter, cancel);
            isUnclear |= some is null;
            people.AddRange((some ?? []).Select(find => (source, find)));
        }

        return people;
    }

    private async Task<Standing?> MeetAsync((Principal Source, Func<CancellationToken, Task<SlackUserId?>> Find) candidate)
    {
        var (source, find) = candidate;
        try
        {
            var who = await find(cancel);
            var standing = who is { } one && IsNew(one) ? await standings.NowAsync((one, own), flow, rules, lists, matter, cancel) : null;
            if (source is Principal.SlackUser or Principal.Email && (who is null || standing is { User.IsDeactivated: true }))
            {
                missing.Enqueue(source);
            }

            if (standing is { LacksOnCall: true } or { LacksRule: true }
                && rules.MayDecide(flow, requester, standing, flow.Notify.Count)?.Code is RefusalCode.OnCallUnavailable or RefusalCode.RuleFailed)
            {
                isUnclear = true;
            }

            return standing;
        }
        catch (Exception e) when (Candidates.IsAway(e))
        {
            isUnclear = true;
            return null;
        }
    }

    private bool IsNew(SlackUserId who)
    {
        lock (seen)
        {
            return seen.Add(who);
        }
    }
}
