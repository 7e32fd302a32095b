using AccessBot.Core.Rules;
using CsCheck;

namespace AccessBot.Tests.Core.Rules;

public sealed class RulingProperties
{
    private static readonly Gen<string> AnyName = Gen.OneOf([.. Cast.Names]);
    private static readonly Gen<Flow> AnyFlow = Gen.OneOf([.. Cast.Rules.Flows]);

    private static readonly Gen<(Flow Flow, string Requester, string[] Votes)> Situations =
        Gen.Select(AnyFlow, AnyName, AnyName.Array[0, 8]);

    /// <summary>Up to four lines of up to three places, up to six people, and who fits where.</summary>
    private static readonly Gen<(int[] Places, bool[][] Fits)> Puzzles =
        from lines in Gen.Int[1, 4]
        from people in Gen.Int[0, 6]
        from places in Gen.Int[1, 3].Array[lines]
        from fits in Gen.Bool.Array[people].Array[lines]
        select (places, fits);

    [Fact]
    public void One_person_counts_once_overall_and_no_assignment_fills_more() => Puzzles.Sample(
        puzzle =>
        {
            var (places, fits) = puzzle;

            var lineOf = Assignment.Best(places, fits[0].Length, (line, person) => fits[line][person]);
            var filled = places.Select((_, line) => lineOf.Count(of => of == line)).ToArray();

            Assert.All(lineOf.Index().Where(person => person.Item is not null), person => Assert.True(fits[person.Item!.Value][person.Index]));

            var possible = EveryAssignment(places, fits);
            Assert.Contains(possible, one => one.SequenceEqual(filled));
            Assert.Equal(possible.Max(one => one.Sum()), filled.Sum());
        },
        iter: 2000);

    [Fact]
    public void Approved_is_exactly_what_a_search_of_all_assignments_finds() => Situations.Sample(
        situation =>
        {
            var (flow, requester, votes) = situation;
            var counting = votes.Distinct(StringComparer.Ordinal)
                .Select(name => Cast.Person(name, flow))
                .Where(person => Cast.Rules.MayDecide(flow, Cast.Requester(requester).User.Id, person, step: 0) is null)
                .ToList();
            bool[][] fits = [.. flow.Approvers.Select(line => counting.Select(person => Fits(line, person)).ToArray())];

            var ruling = Rule(flow, requester, votes);

            if (ruling is not Ruling.Refused && fits.Length > 0)
            {
                int[] places = [.. flow.Approvers.Select(line => line.Count)];
                Assert.Equal(EveryAssignment(places, fits).Any(one => one.SequenceEqual(places)), ruling is Ruling.Approved);
            }
        },
        iter: 2000);

    [Fact]
    public void A_vote_of_somebody_who_may_not_decide_changes_nothing() => Gen.Select(Situations, AnyName, Gen.Int[0, 8]).Sample(
        (situation, other, at) =>
        {
            var (flow, requester, votes) = situation;
            if (Cast.Rules.MayDecide(flow, Cast.Requester(requester).User.Id, Cast.Person(other, flow), step: 0) is not null)
            {
                var more = votes.ToList();
                more.Insert(Math.Min(at, votes.Length), other);

                Assert.Equal(RulingTests.Shown(Rule(flow, requester, votes)), RulingTests.Shown(Rule(flow, requester, [.. more])));
            }
        },
        iter: 3000);

    [Fact]
    public void The_requesters_own_vote_never_counts_unless_the_flow_says_so() => Situations.Sample(
        situation =>
        {
            var (flow, requester, votes) = situation;
            if (!flow.AllowSelfApproval)
            {
                var others = votes.Where(name => !string.Equals(name, requester, StringComparison.Ordinal)).ToArray();

                Assert.Equal(RulingTests.Shown(Rule(flow, requester, others)), RulingTests.Shown(Rule(flow, requester, [.. others, requester])));
                Assert.Equal(RulingTests.Shown(Rule(flow, requester, others)), RulingTests.Shown(Rule(flow, requester, [requester, .. others])));
            }
        },
        iter: 2000);

    [Fact]
    public void A_second_vote_of_the_same_person_changes_nothing() => Situations.Sample(
        situation =>
        {
            var (flow, requester, votes) = situation;

            Assert.Equal(RulingTests.Shown(Rule(flow, requester, votes)), RulingTests.Shown(Rule(flow, requester, [.. votes, .. votes])));
        },
        iter: 1000);

    [Fact]
    public void More_votes_never_take_an_approval_back() => Gen.Select(Situations, AnyName.Array[0, 4]).Sample(
        (situation, more) =>
        {
            var (flow, requester, votes) = situation;

            var (before, after) = (Rule(flow, requester, votes), Rule(flow, requester, [.. votes, .. more]));

            Assert.True(before is not Ruling.Approved || after is Ruling.Approved);
            Assert.True(Filled(after) >= Filled(before));
        },
        iter: 2000);

    [Fact]
    public void The_order_of_votes_does_not_matter() => Gen.Select(Situations, Gen.Int[0, int.MaxValue]).Sample(
        (situation, seed) =>
        {
            var (flow, requester, votes) = situation;
            string[] shuffled = [.. votes];
            new Random(seed).Shuffle(shuffled);

            Assert.Equal(RulingTests.Shown(Rule(flow, requester, votes)), RulingTests.Shown(Rule(flow, requester, shuffled)));
        },
        iter: 2000);

    [Fact]
    public void A_vote_counts_exactly_for_those_who_may_decide() => Gen.Select(AnyFlow, AnyName, AnyName).Sample(
        (flow, requester, voter) =>
        {
            if (Rule(flow, requester, [voter]) is Ruling.Approved or Ruling.NeedsApproval)
            {
                var may = Cast.Rules.MayDecide(flow, Cast.Requester(requester).User.Id, Cast.Person(voter, flow), step: 0) is null;

                Assert.Equal(may, Filled(Rule(flow, requester, [voter])) > 0);
            }
        },
        iter: 3000);

    private static Ruling Rule(Flow flow, string requester, string[] votes) => Cast.Rules.RuleOn(
        Cast.Wish(flow.Key), Cast.Person(requester, flow), Cast.Votes(string.Join(' ', votes), flow), Cast.Now);

    private static int Filled(Ruling ruling) => ruling switch
    {
        Ruling.Approved => int.MaxValue,
        Ruling.NeedsApproval needs => needs.Lines.Sum(line => line.Have),
        _ => 0,
    };

    private static bool Fits(ApproverLine line, Standing person) => line.AnyOf.Any(principal =>
        principal is Principal.Everyone
        || person.In.Contains(principal)
        || (principal is Principal.Admins && Cast.Rules.Admins.Any(person.In.Contains)));

    /// <summary>Every way to give each person to one line that they fit or to none, as places filled.</summary>
    private static List<int[]> EveryAssignment(int[] places, bool[][] fits)
    {
        var all = new List<int[]>();
        Place(0, new int[places.Length]);
        return all;

        void Place(int person, int[] filled)
        {
            if (person == fits[0].Length)
            {
                all.Add([.. filled]);
                return;
            }

            Place(person + 1, filled);
            for (var line = 0; line < places.Length; line++)
            {
                if (fits[line][person] && filled[line] < places[line])
                {
                    filled[line]++;
                    Place(person + 1, filled);
                    filled[line]--;
                }
            }
        }
    }
}
