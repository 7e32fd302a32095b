namespace AccessBot.Benchmarks.Chaos;

/// <summary>Makes a plan of a seed. Each kind of event has dice of its own, so that more of one does not move the others.</summary>
internal static class PlanMaker
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    // One credential is read again once a minute at most: whoever replaces it twice within that has it refused meanwhile.
    private static readonly TimeSpan BetweenRotations = TimeSpan.FromSeconds(65);
    private static readonly TimeSpan BeforeFirstRotation = TimeSpan.FromSeconds(8);

    /// <summary>Until when the calls must have come that are to fail; after that none do.</summary>
    private static readonly TimeSpan ForAFewCalls = TimeSpan.FromSeconds(5);

    public static Plan Make(TimeSpan length, long seed)
    {
        Step[] steps =
        [
            .. Requests(length, Chance(1), apart: (0.6, 1.8)), .. Accounts(length, Chance(2)), .. OneLogin(length, Chance(3)), .. Visibility(length, Chance(4)),
            .. Slack(length, Chance(5)), .. Database(length, Chance(6)), .. Processes(length, Chance(7)),
        ];
        return new Plan(length, seed, [.. steps.Where(step => step.At < length).OrderBy(step => step.At)]);

        Dice Chance(int kind) => new(unchecked((seed * 1_000_003) + kind));
    }

    /// <summary>People are at it, faster, and processes are told to end, one or all, and started again.</summary>
    public static Plan Stops(TimeSpan length, long seed, int nodes) => Undisturbed(PlanKind.Stops, length, seed, dice => Stops(length, nodes, dice));

    /// <summary>People are at it, faster, and credentials are replaced.</summary>
    public static Plan Rotations(TimeSpan length, long seed) => Undisturbed(PlanKind.Rotations, length, seed, dice => Rotations(length, dice));

    private static Plan Undisturbed(PlanKind kind, TimeSpan length, long seed, Func<Dice, IEnumerable<Step>> what)
    {
        var requests = Requests(length, new Dice(unchecked((seed * 1_000_003) + 1)), apart: (0.4, 1.2)).Where(step => step is not Step.ByHand);
        var steps = requests.Concat(what(new Dice(unchecked((seed * 1_000_003) + 2))));
        return new Plan(length, seed, [.. steps.Where(step => step.At < length).OrderBy(step => step.At)]) { Kind = kind };
    }

    private static IEnumerable<Step> Stops(TimeSpan length, int nodes, Dice dice)
    {
        for (var at = dice.Seconds(6, 12); at < length; at += dice.Seconds(8, 16))
        {
            int? node = nodes == 1 || dice.Chance(40) ? null : dice.Below(nodes);
            yield return new Step.EndProcess(at, node, Kill: false, dice.Seconds(0.3, 2));
        }
    }

    private static IEnumerable<Step> Rotations(TimeSpan length, Dice dice)
    {
        foreach (var credential in Enum.GetValues<Credential>())
        {
            for (var at = BeforeFirstRotation + dice.Seconds(0, 20); at < length; at += BetweenRotations + dice.Seconds(0, 10))
            {
                yield return new Step.Rotate(at, credential);
            }
        }
    }

    private static IEnumerable<Step> Requests(TimeSpan length, Dice dice, (double Least, double Most) apart)
    {
        var nth = 0;
        for (var at = First; at < length; at += dice.Seconds(apart.Least, apart.Most))
        {
            var person = dice.Below(Scene.People(length));
            if (Scene.DeletedAt(person) is { } gone && at > gone + TimeSpan.FromSeconds(5))
            {
                person = dice.Below(Scene.Lasting);
            }

            var target = dice.Below(Scene.Targets.Count);
            foreach (var step in Episode(at, nth, person, target, length, dice))
            {
                nth += step is Step.Ask or Step.Extend ? 1 : 0;
                yield return step;
            }

            foreach (var step in ByHand(at, person, target, dice))
            {
                yield return step;
            }
        }
    }

    /// <summary>One request, and what people do about it.</summary>
    private static IEnumerable<Step> Episode(TimeSpan at, int nth, int person, int target, TimeSpan length, Dice dice)
    {
        var duration = Duration(at, length, dice);
        yield return new Step.Ask(at, nth, person, target, duration);
        var decided = at + dice.Seconds(1, 4);
        var approver = dice.Of(Scene.Approvers);
        var kind = dice.Below(100);
        switch (kind)
        {
            case < 10:
                // Nobody decides.
                yield break;
            case < 18:
                yield return new Step.Click(decided, nth, "deny", approver);
                yield break;
            case < 26:
                yield return new Step.Click(decided, nth, "cancel", Scene.SlackIdOf(person));
                yield break;
            case < 34:
                // Two at once that can't both have their way.
                yield return new Step.Click(decided, nth, "approve", approver);
                yield return dice.Chance(50)
                    ? new Step.Click(decided, nth, "deny", Scene.Approvers.First(other => other != approver))
                    : new Step.Click(decided, nth, "cancel", Scene.SlackIdOf(person));
                break;
            case < 46:
                // Two at once that say the same: two people, or one twice.
                yield return new Step.Click(decided, nth, "approve", approver);
                yield return new Step.Click(decided, nth, "approve", dice.Of(Scene.Approvers));
                break;
            default:
                yield return new Step.Click(decided, nth, "approve", approver);
                break;
        }

        if (dice.Chance(25))
        {
            yield return new Step.Click(decided + dice.Seconds(1, duration), nth, "revoke", dice.Chance(50) ? Scene.SlackIdOf(person) : approver);
        }

        var next = nth + 1;
        if (dice.Chance(40) && LongerBy(decided, duration, length) is { Length: > 0 } more)
        {
            yield return new Step.Extend(decided + dice.Seconds(1, 3), next, nth, person, dice.Of(more));
            switch (dice.Below(100))
            {
                case < 10:
                    // Nobody decides, so that it ends as it was to end.
                    break;
                case < 22:
                    yield return dice.Chance(50)
                        ? new Step.Click(decided + dice.Seconds(3, 6), next, "deny", approver)
                        : new Step.Click(decided + dice.Seconds(3, 6), next, "cancel", Scene.SlackIdOf(person));
                    break;
                case < 35:
                    // Two at once.
                    yield return new Step.Click(decided + dice.Seconds(3, 6), next, "approve", approver);
                    yield return new Step.Click(decided + dice.Seconds(3, 6), next, dice.Chance(50) ? "approve" : "deny", Scene.Approvers.First(other => other != approver));
                    break;
                default:
                    yield return new Step.Click(decided + dice.Seconds(3, 6), next, "approve", approver);
                    break;
            }

            next++;
        }

        if (dice.Chance(30))
        {
            // A second grant of the same while the first goes on.
            var again = decided + dice.Seconds(1.5, 6);
            yield return new Step.Ask(again, next, person, target, Duration(again, length, dice));
            yield return new Step.Click(again + dice.Seconds(1, 3), next, "approve", approver);
        }
    }

    /// <summary>How much longer it may be, in seconds; nothing for what is over before anybody could ask, or would go on long after the plan's end.</summary>
    private static int[] LongerBy(TimeSpan at, int seconds, TimeSpan length) =>
        seconds < 8 ? [] : [.. Scene.Durations.Where(more => seconds + more <= Scene.Durations[^1] && at.TotalSeconds + seconds + more <= length.TotalSeconds + 12)];

    /// <summary>What somebody does in OneLogin itself before, while or after AccessBot gives the same.</summary>
    private static IEnumerable<Step> ByHand(TimeSpan at, int person, int target, Dice dice)
    {
        switch (dice.Below(100))
        {
            case < 8:
                var added = at - dice.Seconds(0, 1);
                yield return new Step.ByHand(added, Adds: true, person, target);

                // Some stay: theirs they must keep to the end.
                if (dice.Chance(85))
                {
                    yield return new Step.ByHand(added + dice.Seconds(3, 40), Adds: false, person, target);
                }

                break;
            case < 16:
                var during = at + dice.Seconds(3, 12);
                yield return new Step.ByHand(during, Adds: true, person, target);
                yield return new Step.ByHand(during + dice.Seconds(5, 40), Adds: false, person, target);
                break;
            case < 24:
                yield return new Step.ByHand(at + dice.Seconds(2, 20), Adds: false, person, target);
                break;
        }
    }

    private static IEnumerable<Step> Accounts(TimeSpan length, Dice dice)
    {
        for (var at = dice.Seconds(6, 15); at < length; at += dice.Seconds(15, 30))
        {
            var person = dice.Below(Scene.Lasting);
            yield return new Step.Account(at, person, AccountChange.Suspended);
            yield return new Step.Account(at + dice.Seconds(3, 10), person, AccountChange.Restored);
        }

        for (var person = Scene.Lasting; person < Scene.People(length); person++)
        {
            yield return new Step.Account(Scene.DeletedAt(person)!.Value, person, AccountChange.Deleted);
        }
    }

    private static IEnumerable<Step> OneLogin(TimeSpan length, Dice dice)
    {
        for (var at = dice.Seconds(4, 8); at < length;)
        {
            var trouble = (OneLoginTrouble)dice.Below(Enum.GetValues<OneLoginTrouble>().Length);
            var method = dice.Of(null, null, "POST", "DELETE", "GET");
            if (trouble is OneLoginTrouble.SlowerThanPatience)
            {
                // Adds only, and few of them: it takes long to be over.
                var lasts = dice.Seconds(0.5, 2);
                yield return new Step.OneLoginFails(at, trouble, "POST", lasts, Times: null);
                at += lasts + Troubles.LongSlowness;
            }
            else if (trouble is OneLoginTrouble.Slow or OneLoginTrouble.SlowAndDone || dice.Chance(40))
            {
                var lasts = dice.Seconds(2, 6);
                yield return new Step.OneLoginFails(at, trouble, method, lasts, Times: null);
                at += lasts;
            }
            else
            {
                yield return new Step.OneLoginFails(at, trouble, method, ForAFewCalls, dice.Below(4) + 1);
                at += ForAFewCalls;
            }

            at += dice.Seconds(4, 10);
        }
    }

    private static IEnumerable<Step> Visibility(TimeSpan length, Dice dice)
    {
        for (var at = dice.Seconds(8, 20); at < length; at += dice.Seconds(20, 40))
        {
            yield return new Step.OneLoginShowsLate(at, dice.Seconds(0.5, 4), dice.Seconds(3, 6));
        }
    }

    private static IEnumerable<Step> Slack(TimeSpan length, Dice dice)
    {
        for (var at = dice.Seconds(5, 10); at < length;)
        {
            var trouble = (SlackTrouble)dice.Below(Enum.GetValues<SlackTrouble>().Length);
            if (trouble is SlackTrouble.Slow || dice.Chance(40))
            {
                var lasts = dice.Seconds(1, 5);
                yield return new Step.SlackFails(at, trouble, lasts, Times: null);
                at += lasts;
            }
            else
            {
                yield return new Step.SlackFails(at, trouble, ForAFewCalls, dice.Below(5) + 1);
                at += ForAFewCalls;
            }

            at += dice.Seconds(5, 14);
        }
    }

    private static IEnumerable<Step> Database(TimeSpan length, Dice dice)
    {
        for (var at = dice.Seconds(9, 18); at < length; at += dice.Seconds(15, 30))
        {
            yield return dice.Chance(30) ? new Step.CrashDatabase(at, dice.Seconds(0.5, 3)) : new Step.CutConnections(at);
        }
    }

    private static IEnumerable<Step> Processes(TimeSpan length, Dice dice)
    {
        for (var at = dice.Seconds(4, 7); at < length; at += dice.Seconds(4, 9))
        {
            int? node = dice.Chance(8) ? null : dice.Below(Scene.Nodes);
            yield return new Step.EndProcess(at, node, Kill: dice.Chance(80), dice.Seconds(0.3, 3));
        }
    }

    /// <summary>From a few seconds to a minute, such that the end is not long after the plan's.</summary>
    private static int Duration(TimeSpan at, TimeSpan length, Dice dice)
    {
        var most = Math.Max((length - at).TotalSeconds, 0) + 8;
        int[] possible = [.. Scene.Durations.Where(seconds => seconds <= most)];
        return possible[Math.Min(dice.Below(possible.Length), dice.Below(possible.Length + 2))];
    }
}
