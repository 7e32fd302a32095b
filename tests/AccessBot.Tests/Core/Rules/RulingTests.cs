using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class RulingTests
{
    [Theory]
    // Who asks
    [InlineData("nora", "plain", "", "", "needs 0/1")]
    [InlineData("rita", "developers", "", "", "needs 0/1")]
    [InlineData("nora", "developers", "", "", "refused NotARequester")]
    [InlineData("root", "admins", "", "", "needs 0/1")]
    [InlineData("nora", "admins", "", "", "refused NotARequester")]
    [InlineData("ana", "admins", "", "", "refused NotARequester")]
    [InlineData("gwen", "plain", "", "", "refused Guest")]
    [InlineData("gwen", "guests", "", "", "needs 0/1")]
    [InlineData("gus", "developers", "", "", "refused Guest")]
    [InlineData("gwen", "developers", "", "", "refused Guest NotARequester")]
    [InlineData("gina", "admins", "", "", "refused Guest")]
    [InlineData("otto", "plain", "", "", "refused Outsider")]
    [InlineData("otto", "guests", "", "", "refused Outsider")]
    [InlineData("olga", "plain", "", "", "refused Outsider Guest")]
    [InlineData("olga", "guests", "", "", "refused Outsider")]
    [InlineData("olga", "developers", "", "", "refused Outsider Guest NotARequester")]
    [InlineData("bot", "plain", "", "", "refused Bot")]
    [InlineData("dora", "plain", "", "", "refused Deactivated")]
    [InlineData("dora", "admins", "", "", "refused Deactivated")]
    // A barred requester stays refused whatever the votes are by then
    [InlineData("dora", "plain", "", "ana", "refused Deactivated")]
    [InlineData("nora", "developers", "", "ana ben", "refused NotARequester")]
    // Who approves
    [InlineData("rita", "plain", "", "ana", "approved")]
    [InlineData("rita", "plain", "", "nora", "needs 0/1")]
    [InlineData("rita", "plain", "", "sam", "needs 0/1")]
    [InlineData("rita", "plain", "", "root", "needs 0/1")]
    [InlineData("rita", "plain", "", "gus", "needs 0/1")]
    [InlineData("rita", "plain", "", "otto", "needs 0/1")]
    [InlineData("rita", "plain", "", "bot", "needs 0/1")]
    [InlineData("rita", "plain", "", "dora", "needs 0/1")]
    [InlineData("rita", "plain", "", "gus otto bot dora nora", "needs 0/1")]
    [InlineData("rita", "plain", "", "gus otto bot dora nora ana", "approved")]
    [InlineData("rita", "guests", "", "gus", "approved")]
    [InlineData("rita", "guests", "", "olga", "needs 0/1")]
    [InlineData("rita", "guests", "", "otto", "needs 0/1")]
    [InlineData("rita", "boss", "", "mia", "approved")]
    [InlineData("rita", "boss", "", "ana root", "needs 0/1")]
    [InlineData("rita", "byadmins", "", "root", "approved")]
    [InlineData("rita", "byadmins", "", "ana", "needs 0/1")]
    [InlineData("rita", "byadmins", "", "gina otto bot dora", "needs 0/1")]
    [InlineData("rita", "anybody", "", "nora", "approved")]
    [InlineData("rita", "anybody", "", "gwen olga bot dora", "needs 0/1")]
    // No line, no approval
    [InlineData("rita", "nobody", "", "ana ben root", "needs")]
    // One's own request
    [InlineData("ana", "plain", "", "ana", "needs 0/1")]
    [InlineData("ana", "plain", "", "ana ben", "approved")]
    [InlineData("ana", "two", "", "ana ben", "needs 1/2")]
    [InlineData("ana", "self", "", "ana", "approved")]
    [InlineData("ana", "selftwo", "", "ana", "needs 1/2")]
    [InlineData("ana", "selftwo", "", "ana ben", "approved")]
    [InlineData("rita", "self", "", "rita", "needs 0/1")]
    [InlineData("root", "byadmins", "", "root", "needs 0/1")]
    [InlineData("nora", "anybody", "", "nora", "needs 0/1")]
    // How many
    [InlineData("rita", "two", "", "ana", "needs 1/2")]
    [InlineData("rita", "two", "", "ana ana ana", "needs 1/2")]
    [InlineData("rita", "two", "", "ana ben", "approved")]
    [InlineData("rita", "two", "", "ana gus", "needs 1/2")]
    // One person counts once overall
    [InlineData("rita", "lines", "", "ana", "needs 1/1 0/1")]
    [InlineData("rita", "lines", "", "sam", "needs 0/1 1/1")]
    [InlineData("rita", "lines", "", "cleo", "needs 1/1 0/1")]
    [InlineData("rita", "lines", "", "cleo ana", "approved")]
    [InlineData("rita", "lines", "", "cleo sam", "approved")]
    [InlineData("rita", "lines", "", "ana ben", "needs 1/1 0/1")]
    [InlineData("rita", "wide", "", "cleo ana", "needs 2/2 0/1")]
    [InlineData("rita", "wide", "", "sam cleo ana", "approved")]
    [InlineData("rita", "wide", "", "ana ben", "needs 2/2 0/1")]
    [InlineData("rita", "wide", "", "cleo ana ben", "approved")]
    [InlineData("rita", "either", "", "cleo", "approved")]
    [InlineData("rita", "mixed", "", "mia", "needs 1/1 0/1")]
    [InlineData("rita", "mixed", "", "mia nora", "approved")]
    // The form
    [InlineData("rita", "gone", "", "ana", "refused UnknownFlow")]
    [InlineData("gwen", "gone", "", "", "refused UnknownFlow")]
    [InlineData("otto", "gone", "", "", "refused UnknownFlow Outsider")]
    [InlineData("rita", "Plain", "", "ana", "refused UnknownFlow")]
    [InlineData("rita", "plain", "target=billing", "ana", "refused UnknownTarget")]
    [InlineData("rita", "plain", "target=", "ana", "refused UnknownTarget")]
    [InlineData("rita", "plain", "duration=30", "ana", "approved")]
    [InlineData("rita", "plain", "duration=31", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "plain", "duration=0", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "plain", "duration=-60", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "plain", "duration=525600", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "plain", "duration=none", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "byhand", "", "ana", "approved")]
    [InlineData("rita", "byhand", "duration=60", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "plain", "reason=", "ana", "refused ReasonMissing")]
    [InlineData("rita", "plain", "reason= \t\n", "ana", "refused ReasonMissing")]
    [InlineData("rita", "plain", "reason=\u200B\u200B\uFEFF", "ana", "refused ReasonMissing")]
    [InlineData("rita", "plain", "reason=x", "ana", "approved")]
    [InlineData("rita", "plain", "reason=MOST", "ana", "approved")]
    [InlineData("rita", "plain", "reason=LONG", "ana", "refused TextTooLong")]
    [InlineData("rita", "form", "reason=too short", "ana", "refused ReasonTooShort")]
    [InlineData("rita", "form", "reason=  too short  ", "ana", "refused ReasonTooShort")]
    [InlineData("rita", "form", "reason=long enough", "ana", "approved")]
    [InlineData("rita", "form", "reason=😀😀😀😀😀", "ana", "refused ReasonTooShort")]
    [InlineData("rita", "form", "reason=😀😀😀😀😀😀😀😀😀😀", "ana", "approved")]
    [InlineData("rita", "quiet", "reason=", "ana", "approved")]
    [InlineData("rita", "quiet", "reason=four", "ana", "refused ReasonTooShort")]
    [InlineData("rita", "form", "ticket=", "ana", "refused FieldMissing")]
    [InlineData("rita", "form", "ticket=\u200B ", "ana", "refused FieldMissing")]
    [InlineData("rita", "form", "ticket=ops-1", "ana", "refused FieldMismatch")]
    [InlineData("rita", "form", "ticket=OPS-1 and more", "ana", "refused FieldMismatch")]
    [InlineData("rita", "form", "ticket=OPS-1\n", "ana", "refused FieldMismatch")]
    [InlineData("rita", "form", "ticket=LONG", "ana", "refused TextTooLong")]
    [InlineData("rita", "form", "note=", "ana", "approved")]
    [InlineData("rita", "form", "note=fine", "ana", "approved")]
    [InlineData("rita", "form", "note=NOT FINE", "ana", "refused FieldMismatch")]
    [InlineData("rita", "form", "other=x", "ana", "refused UnknownField")]
    [InlineData("rita", "form", "other=", "ana", "approved")]
    [InlineData("rita", "plain", "ticket=OPS-1", "ana", "refused UnknownField")]
    // Which of the targets, and as what
    [InlineData("nora", "choice", "", "ana", "approved")]
    [InlineData("rita", "choice", "target=billing", "", "needs 0/1")]
    [InlineData("rita", "choice", "target=billing", "ana", "approved")]
    [InlineData("nora", "choice", "target=billing", "ana", "refused TargetNotAllowed")]
    [InlineData("root", "choice", "target=billing", "ana", "refused TargetNotAllowed")]
    [InlineData("gus", "choice", "target=billing", "ana", "refused Guest")]
    [InlineData("gwen", "choice", "target=billing", "ana", "refused Guest TargetNotAllowed")]
    [InlineData("otto", "choice", "target=billing", "ana", "refused Outsider")]
    [InlineData("nora", "choice", "target=billing; duration=31", "ana", "refused DurationNotAllowed TargetNotAllowed")]
    [InlineData("nora", "choice", "target=gone", "ana", "refused UnknownTarget")]
    [InlineData("rita", "choice", "target=billing; privilege=Admin", "ana", "approved")]
    [InlineData("rita", "choice", "target=billing; privilege=Member", "ana", "refused PrivilegeNotAllowed")]
    [InlineData("nora", "choice", "target=billing; privilege=Member", "ana", "refused PrivilegeNotAllowed TargetNotAllowed")]
    [InlineData("devon", "choice", "target=billing", "devon", "needs 0/1")]
    [InlineData("rita", "plain", "privilege=Admin", "ana", "refused PrivilegeNotAllowed")]
    [InlineData("rita", "plain", "privilege=Member", "ana", "approved")]
    [InlineData("rita", "ask", "", "ana", "approved")]
    [InlineData("rita", "ask", "privilege=Admin", "ana", "approved")]
    [InlineData("rita", "ask", "privilege=none", "ana", "refused PrivilegeMissing")]
    [InlineData("rita", "ask", "target=billing", "ana", "refused PrivilegeNotAllowed")]
    [InlineData("rita", "ask", "target=billing; privilege=none", "ana", "approved")]
    // An end of one's own
    [InlineData("rita", "until", "until=120", "ana", "approved")]
    [InlineData("rita", "until", "until=121", "ana", "refused UntilTooLate")]
    [InlineData("rita", "until", "until=1", "", "needs 0/1")]
    [InlineData("rita", "until", "until=0", "ana", "refused UntilPassed")]
    [InlineData("rita", "until", "until=-5", "ana", "refused UntilPassed")]
    [InlineData("rita", "until", "duration=120", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "until", "duration=30", "ana", "approved")]
    [InlineData("rita", "plain", "until=30", "ana", "refused DurationNotAllowed")]
    [InlineData("rita", "byhand", "until=30", "ana", "refused DurationNotAllowed")]
    [InlineData("gwen", "until", "until=121; reason=", "ana", "refused UntilTooLate ReasonMissing Guest")]
    // Who asks, and who decides on that
    [InlineData("devon", "developers", "", "devon", "needs 0/1")]
    [InlineData("devon", "developers", "", "devon ana", "approved")]
    [InlineData("rita", "developers", "", "rita", "needs 0/1")]
    [InlineData("root", "developers", "", "root ana", "refused NotARequester")]
    [InlineData("rootanna", "admins", "", "rootanna", "needs 0/1")]
    [InlineData("rootanna", "byadmins", "", "rootanna root", "approved")]
    [InlineData("rootanna", "self", "", "rootanna", "approved")]
    [InlineData("gus", "guests", "", "gus", "needs 0/1")]
    [InlineData("gus", "guests", "", "ana", "approved")]
    [InlineData("gwen", "guests", "", "gus gwen", "approved")]
    [InlineData("gus", "self", "", "gus", "refused Guest")]
    [InlineData("mia", "boss", "", "mia", "needs 0/1")]
    [InlineData("mia", "mixed", "", "mia nora", "needs 1/1 0/1")]
    [InlineData("cleo", "lines", "", "cleo ana sam", "approved")]
    [InlineData("cleo", "lines", "", "cleo ana", "needs 1/1 0/1")]
    [InlineData("cleo", "wide", "", "cleo ana ben sam", "approved")]
    [InlineData("rita", "lines", "", "ana sam otto", "approved")]
    [InlineData("rita", "lines", "", "gus sam", "needs 0/1 1/1")]
    [InlineData("rita", "kept", "", "ana", "approved")]
    [InlineData("ana", "selftwo", "", "ana ana", "needs 1/2")]
    [InlineData("ana", "selftwo", "", "ana gus otto", "needs 1/2")]
    // An approval only
    [InlineData("rita", "approval", "", "", "needs 0/2")]
    [InlineData("rita", "approval", "until=30", "ana ben", "refused DurationNotAllowed")]
    [InlineData("rita", "approval", "", "ana gus dora", "needs 1/2")]
    [InlineData("bot", "approval", "", "ana ben", "refused Bot")]
    [InlineData("rita", "approval", "", "ana", "needs 1/2")]
    [InlineData("rita", "approval", "", "ana ben", "approved")]
    [InlineData("ana", "approval", "", "ana ben", "needs 1/2")]
    [InlineData("rita", "approval", "target=production", "ana ben", "refused UnknownTarget")]
    [InlineData("rita", "approval", "target=gone", "ana ben", "refused UnknownTarget")]
    [InlineData("rita", "approval", "privilege=Member", "ana ben", "refused UnknownTarget")]
    [InlineData("rita", "approval", "duration=60", "ana ben", "refused DurationNotAllowed")]
    [InlineData("rita", "approval", "duration=0", "ana ben", "refused DurationNotAllowed")]
    [InlineData("rita", "approval", "reason=", "ana ben", "refused ReasonMissing")]
    [InlineData("gwen", "approval", "target=production; duration=60", "ana ben", "refused UnknownTarget DurationNotAllowed Guest")]
    // Everything at once
    [InlineData("gwen", "form", "target=x; duration=1; reason=; ticket=; note=NO; other=x", "ana", "refused UnknownTarget DurationNotAllowed ReasonMissing FieldMissing FieldMismatch UnknownField Guest")]
    [InlineData("olga", "developers", "duration=1; reason= ", "", "refused DurationNotAllowed ReasonMissing Outsider Guest NotARequester")]
    public void The_ruling_is(string requester, string flow, string changes, string votes, string ruling)
    {
        var known = Cast.Rules.FindFlow(flow);
        var wish = Cast.Wish(flow, changes);

        var ruled = Cast.Rules.RuleOn(wish, Cast.Person(requester, known), Cast.Votes(votes, known), Cast.Now);

        Assert.Equal(ruling, Shown(ruled));
    }

    [Fact]
    public void A_refusal_names_its_field_and_says_what_to_do()
    {
        var wish = Cast.Wish("form", "target=x; duration=1; reason=short; ticket=x; other=y");

        var problems = Cast.Rules.CheckForm(wish);

        Assert.Equal("target duration reason field.ticket field.other", string.Join(' ', problems.Select(p => p.Field)));
        Assert.Equal(
            string.Join('\n', (string[])[
                "Flow form doesn't offer this. Pick one of: Production.",
                "Flow form isn't given for that long. Pick one of: 30 minutes, 1 hour.",
                "Write a little more: a reason has at least 10 characters, this one has 5.",
                "Ticket doesn't have the right form. Write it so that it matches ^[A-Z]+-[0-9]+$, for example OPS-1.",
                "The form has no field 'other' (any more). Open the form again and fill it in anew.",
            ]),
            string.Join('\n', problems.Select(p => p.Sentence)));
    }

    [Fact]
    public void A_match_that_takes_too_long_is_none()
    {
        var slow = new System.Text.RegularExpressions.Regex("^(a|aa)+$", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromMilliseconds(1));

        var matches = AccessRules.Matches(slow, new string('a', 2000) + "b");

        Assert.False(matches);
    }

    [Theory]
    [InlineData("rita", "plain two developers")]
    [InlineData("nora", "plain two")]
    [InlineData("root", "plain two admins")]
    [InlineData("gwen", "guests")]
    [InlineData("gus", "guests")]
    [InlineData("otto", "")]
    [InlineData("bot", "")]
    [InlineData("dora", "")]
    public void The_flows_that_are_offered_are_those_that_may_be_asked_for(string person, string someOfThem)
    {
        var offered = Cast.Rules.FlowsFor(Cast.Requester(person)).Select(flow => flow.Key).ToList();

        var accepted = Cast.Rules.Flows.Where(flow => Cast.Rules.RuleOn(Cast.Wish(flow.Key), Cast.Person(person, flow), [], Cast.Now) is not Ruling.Refused);
        Assert.Equal(string.Join(' ', accepted.Select(flow => flow.Key)), string.Join(' ', offered));
        Assert.Subset(offered.ToHashSet(StringComparer.Ordinal), someOfThem.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void A_standing_is_asked_for_no_words_that_the_rules_expand_themselves()
    {
        var asked = Cast.Rules.Flows.SelectMany(flow => Cast.Rules.PrincipalsOf(flow)).Concat(Cast.Rules.PrincipalsOfRequesters).ToHashSet();

        Assert.DoesNotContain(asked, principal => principal is Principal.Everyone or Principal.Admins);
        Assert.Equal([new Principal.Email("ROOT@acme.com")], Cast.Rules.PrincipalsOf(null));
        Assert.Contains(new Principal.OneLoginRole(77), asked);
    }

    internal static string Shown(Ruling ruling) => ruling switch
    {
        Ruling.Refused refused => $"refused {string.Join(' ', refused.Why.Select(why => why.Code))}",
        Ruling.NeedsApproval needs => string.Join(' ', needs.Lines.Select(line => $"{line.Have}/{line.Line.Count}").Prepend("needs")),
        _ => "approved",
    };
}
