using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.Core.Rules.Reading;

namespace AccessBot.Core.UseCases;

/// <summary>Finds where a request is brought next: the first step from a certain one on that there is somebody or something for.</summary>
/// <remarks>
/// While Slack or OneLogin don't answer, nothing is passed over: whom they know of may be those who are meant. An on-call service that
/// doesn't answer is passed over, if a later step can be tried meanwhile.
/// </remarks>
public sealed class StepSearch(Candidates candidates, Standings standings)
{
    /// <summary>How many people are looked at at once.</summary>
    private const int AtOnce = 10;

    /// <summary>Looks.</summary>
    /// <param name="from">The index of the first step that it may be.</param>
    /// <param name="flow">The flow that is asked for.</param>
    /// <param name="rules">The rules that it is from.</param>
    /// <param name="requester">Who asks, in Slack.</param>
    /// <param name="own">Who asks, in OneLogin.</param>
    /// <param name="commandChannel">Where the command was typed; null if that is not known.</param>
    /// <param name="matter">What rules in C# are asked about.</param>
    /// <param name="cancel">Ends the look.</param>
    internal async Task<Announcement> NextAsync(
        int from, Flow flow, AccessRules rules, SlackUserId requester, long own, string? commandChannel, RuleMatter matter, CancellationToken cancel)
    {
        var lists = standings.Lists(cancel);
        var passedOver = new List<string>();
        var isUnclear = false;
        for (var i = Math.Max(from, 0); i < flow.Notify.Count; i++)
        {
            var place = flow.Notify[i].Place;
            if (Announcement.Of(place) is { } known)
            {
                return new Announcement.Found(i, flow.Notify[i], [known]) { PassedOver = passedOver };
            }

            var look = new Look(flow, rules, place, requester, own, lists, matter);
            var to = place switch
            {
                NotifyPlace.CommandChannel => InChannelOfCommand(commandChannel),
                NotifyPlace.ByRule rule => await look.AskAsync(rule.Name, candidates, standings, cancel),
                _ => await look.RunAsync(candidates, standings, cancel),
            };
            if (to.Count > 0)
            {
                return new Announcement.Found(i, flow.Notify[i], to) { PassedOver = passedOver };
            }

            if (look.IsAway)
            {
                return new Announcement.Unclear();
            }

            isUnclear |= look.IsUnclear;
            passedOver.Add($"step {i + 1}, {NotifyText.InWords(place)}: {Why(place, look.IsUnclear)}");
        }

        // Not closed because nobody can tell who is on call.
        return isUnclear ? new Announcement.Unclear() : new Announcement.UsedUp { PassedOver = passedOver };
    }

    /// <summary>A direct message, with AccessBot or anybody else, is no channel that approvers are in.</summary>
    private static IReadOnlyList<Addressee> InChannelOfCommand(string? channel) =>
        channel is { Length: > 0 } && channel[0] is 'C' or 'G' ? [new Addressee(NoticeKind.Approvers, channel)] : [];

    private static string Why(NotifyPlace place, bool isUnclear) =>
        place is NotifyPlace.CommandChannel ? "it was typed in none" : (isUnclear, place) switch
        {
            (true, NotifyPlace.ByRule) => "it failed",
            (true, _) => "who is on call can't be told",
            (_, NotifyPlace.ByRule) => "it says nowhere, or nobody",
            _ => "there is nobody",
        };

    /// <summary>One look for the people whom a place means.</summary>
    private sealed class Look(Flow flow, AccessRules rules, NotifyPlace place, SlackUserId requester, long own, MemberLists lists, RuleMatter matter)
    {
        private readonly HashSet<SlackUserId> seen = [];
        private readonly SortedSet<string> found = new(StringComparer.Ordinal);

        /// <summary>Whether Slack or OneLogin didn't say all, so that somebody may have been missed.</summary>
        public bool IsAway { get; private set; }

        /// <summary>Whether an on-call service didn't say who is on call, or a rule in C# where.</summary>
        public bool IsUnclear { get; private set; }

        /// <summary>Where a rule in C# says.</summary>
        public async Task<IReadOnlyList<Addressee>> AskAsync(string rule, Candidates candidates, Standings standings, CancellationToken cancel)
        {
            var answer = await matter.PlaceAsync(flow, rule);
            IsUnclear = answer.HasFailed;
            switch (answer)
            {
                case { HasFailed: true } or { Value: null }:
                    return [];
                case { Value: RulePlace.ToPeople { People: var people, Together: var isGroup } }:
                    var most = isGroup ? NotifyPlace.MostInGroup : NotifyPlace.MostPeople;
                    await MeetAsync(candidates.Of(people), most, standings, cancel);
                    return Found(most, isGroup);
                case { Value: RulePlace.InChannel { Id: var channel } } when PrincipalReader.IsChannel(channel):
                    return [new Addressee(NoticeKind.Approvers, channel)];
                default:
                    IsUnclear = true;
                    await matter.TellAsync(rule, nameof(AccessRule.PlaceAsync), "it names a channel by what is no id of one: C… or G….");
                    return [];
            }
        }

        public async Task<IReadOnlyList<Addressee>> RunAsync(Candidates candidates, Standings standings, CancellationToken cancel)
        {
            var isGroup = place is NotifyPlace.GroupMessage;
            var most = isGroup ? NotifyPlace.MostInGroup : NotifyPlace.MostPeople;
            foreach (var source in place.LookedFor.SelectMany(principal => ApproverLook.Sources(principal, rules)).Distinct())
            {
                var people = await candidates.OfAsync(source, own, lists, matter, cancel);
                IsUnclear |= people is null && source is Principal.OnCall;
                IsAway |= people is null && source is not Principal.OnCall;
                await MeetAsync(people ?? [], most, standings, cancel);
            }

            return Found(most, isGroup);
        }

        private IReadOnlyList<Addressee> Found(int most, bool isGroup) => (isGroup, found.Count) switch
        {
            (_, 0) => [],
            (true, _) => [new Addressee(NoticeKind.Group, string.Join(',', found.Take(most)))],
            _ => [.. found.Take(most).Select(person => new Addressee(NoticeKind.Person, person))],
        };

        private async Task MeetAsync(IReadOnlyList<Func<CancellationToken, Task<SlackUserId?>>> people, int most, Standings standings, CancellationToken cancel)
        {
            var asked = rules.PrincipalsOfPlace(place);
            foreach (var some in people.Chunk(AtOnce).TakeWhile(_ => found.Count < most))
            {
                found.UnionWith((await Task.WhenAll(some.Select(find => MeetAsync(find, asked, standings, cancel)))).OfType<string>());
            }
        }

        /// <summary>Their id, if they are meant and can do something; null if not.</summary>
        private async Task<string?> MeetAsync(
            Func<CancellationToken, Task<SlackUserId?>> find, IReadOnlySet<Principal> asked, Standings standings, CancellationToken cancel)
        {
            try
            {
                if (await find(cancel) is not { } who || (who == requester && !flow.AllowSelfApproval) || !IsNew(who))
                {
                    return null;
                }

                return rules.Means(flow, place, await standings.AsMeantAsync((who, own), asked, lists, matter, cancel)) ? who.Value : null;
            }
            catch (Exception e) when (Candidates.IsAway(e))
            {
                IsAway = true;
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
}
