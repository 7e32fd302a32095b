using AccessBot.Core.Rules;
using CsCheck;

namespace AccessBot.Tests.Core.Rules;

/// <summary>Why the rules rule as they do, line by line: + speaks for the wish, - refuses it, ? is still to be written or decided.</summary>
public sealed class ExplanationTests
{
    [Theory]
    // Who asks
    [InlineData("nora", "plain", "reason=", "+person +requesters +target +duration ?reason ?approvers = waits for approval by 1 of the Slack group S0APPROVERS; it lapses after 8 hours")]
    [InlineData("nora", "plain", "", "+person +requesters +target +duration +reason ?approvers = waits for approval by 1 of the Slack group S0APPROVERS; it lapses after 8 hours")]
    [InlineData("rita", "developers", "", "+person +requesters +target +duration +reason ?approvers = waits")]
    [InlineData("nora", "developers", "", "+person -requesters:NotARequester +target +duration +reason ?approvers = refused: NotARequester")]
    [InlineData("root", "admins", "", "+person +requesters +target +duration +reason ?approvers = waits")]
    [InlineData("ana", "admins", "", "+person -requesters:NotARequester +target +duration +reason ?approvers = refused: NotARequester")]
    [InlineData("gwen", "plain", "", "-person:Guest +requesters +target +duration +reason ?approvers = refused: Guest")]
    [InlineData("gwen", "guests", "", "+person +requesters +target +duration +reason ?approvers = waits")]
    [InlineData("gwen", "developers", "", "-person:Guest -requesters:NotARequester +target +duration +reason ?approvers = refused: Guest, NotARequester")]
    [InlineData("otto", "guests", "", "-person:Outsider +requesters +target +duration +reason ?approvers = refused: Outsider")]
    [InlineData("olga", "plain", "", "-person:Outsider -person:Guest +requesters +target +duration +reason ?approvers = refused: Outsider, Guest")]
    [InlineData("bot", "plain", "", "-person:Bot +requesters +target +duration +reason ?approvers = refused: Bot")]
    [InlineData("dora", "plain", "", "-person:Deactivated +requesters +target +duration +reason ?approvers = refused: Deactivated")]
    // What is asked for
    [InlineData("rita", "gone", "", "+person -rules:UnknownFlow = refused: UnknownFlow")]
    [InlineData("rita", "plain", "target=billing", "+person +requesters -target:UnknownTarget +duration +reason ?approvers = refused: UnknownTarget")]
    [InlineData("rita", "plain", "duration=31", "+person +requesters +target -duration:DurationNotAllowed +reason ?approvers = refused: DurationNotAllowed")]
    [InlineData("rita", "byhand", "", "+person +requesters +target +duration +reason ?approvers = waits")]
    [InlineData("rita", "byhand", "duration=60", "+person +requesters +target -duration:DurationNotAllowed +reason ?approvers = refused: DurationNotAllowed")]
    [InlineData("rita", "approval", "", "+person +requesters +target +reason ?approvers = waits")]
    [InlineData("rita", "approval", "target=production; duration=60", "+person +requesters -target:UnknownTarget -target:DurationNotAllowed +reason ?approvers = refused: UnknownTarget, DurationNotAllowed")]
    // What is written, and what isn't yet
    [InlineData("rita", "form", "reason=; ticket=", "+person +requesters +target +duration ?reason ?field.ticket ?field.note ?approvers = waits")]
    [InlineData("rita", "form", "reason=short; ticket=ops-1", "+person +requesters +target +duration -reason:ReasonTooShort -field.ticket:FieldMismatch ?field.note ?approvers = refused: ReasonTooShort, FieldMismatch")]
    [InlineData("rita", "form", "note=fine", "+person +requesters +target +duration +reason +field.ticket +field.note ?approvers = waits")]
    [InlineData("rita", "plain", "other=x", "+person +requesters +target +duration +reason ?approvers -rules:UnknownField = refused: UnknownField")]
    // Who decides
    [InlineData("rita", "lines", "", "+person +requesters +target +duration +reason ?approvers.1.of.2 ?approvers.2.of.2 = waits for approval by 1 of the Slack group S0APPROVERS, and by 1 of the members of the OneLogin role 77; each person counts once; it lapses after 8 hours")]
    [InlineData("rita", "wide", "", "+person +requesters +target +duration +reason ?approvers.1.of.2 ?approvers.2.of.2 = waits for approval by 2 of the Slack group S0APPROVERS or the members of the OneLogin role 77, and by 1 of the members of the OneLogin role 77; each person counts once; it lapses after 8 hours")]
    [InlineData("rita", "boss", "", "+person +requesters +target +duration +reason ?approvers = waits for approval by 1 of the requester's manager; it lapses after 8 hours")]
    // Everything at once
    [InlineData("olga", "developers", "target=x; duration=1; reason=", "-person:Outsider -person:Guest -requesters:NotARequester -target:UnknownTarget -duration:DurationNotAllowed ?reason ?approvers = refused: UnknownTarget, DurationNotAllowed, Outsider, Guest, NotARequester")]
    public void The_lines_are(string requester, string flow, string changes, string lines)
    {
        var explanation = Cast.Rules.Explain(Cast.Wish(flow, changes), Cast.Person(requester, Cast.Rules.FindFlow(flow)), [], Cast.Now);

        Assert.StartsWith(lines, Shown(explanation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rita", "developers", "requesters", "the members of the Slack channel C0DEVELOPERS")]
    [InlineData("nora", "developers", "requesters", "nora is not among the members of the Slack channel C0DEVELOPERS")]
    [InlineData("root", "admins", "requesters", "the AccessBot admins")]
    [InlineData("gwen", "guests", "person", "a guest of the workspace, whom this flow takes (allowGuests)")]
    [InlineData("rita", "plain", "target", "one of production")]
    [InlineData("rita", "plain", "duration", "one of 30 minutes, 1 hour")]
    [InlineData("rita", "byhand", "duration", "none: it ends by hand")]
    [InlineData("rita", "approval", "target", "none: it asks for an approval only")]
    [InlineData("rita", "form", "reason", "must be written, at least 10 characters; not judged here")]
    [InlineData("rita", "quiet", "reason", "may be written, at least 5 characters; not judged here")]
    [InlineData("rita", "form", "field ticket", "must be written, matching ^[A-Z]+-[0-9]+$; not judged here")]
    [InlineData("rita", "form", "field note", "may be written, matching ^[a-z]+$; not judged here")]
    [InlineData("ana", "plain", "approvers", "1 of the Slack group S0APPROVERS; ana is one of them, but can't decide on their own request")]
    [InlineData("ana", "self", "approvers", "1 of the Slack group S0APPROVERS; ana is one of them and may decide (allowSelfApproval)")]
    [InlineData("rita", "byadmins", "approvers", "1 of the AccessBot admins")]
    public void A_line_says(string requester, string flow, string topic, string sentence)
    {
        var explanation = Cast.Rules.Explain(Cast.Wish(flow, "reason=; ticket="), Cast.Person(requester, Cast.Flow(flow)), [], Cast.Now);

        Assert.Equal(sentence, Assert.Single(explanation.Lines, line => line.Topic == topic).Sentence);
    }

    [Fact]
    public void What_decides_beside_the_rules_has_its_line_and_refuses()
    {
        var explanation = Cast.Rules.Explain(Cast.Wish("plain"), Cast.Person("nora", Cast.Flow("plain")),
            [new OutsideRules("OneLogin", "user 7", Refusal: null), new OutsideRules("requests", "", Refusals.AlreadyAsked("Production"))], Cast.Now);

        Assert.Equal("+person +OneLogin -requests:AlreadyAsked +requesters +target +duration +reason ?approvers = refused: AlreadyAsked", Shown(explanation));
        Assert.Equal(RefusalCode.AlreadyAsked, Assert.Single(Assert.IsType<Ruling.Refused>(explanation.Ruling).Why).Code);
    }

    [Fact]
    public void It_never_says_anything_else_than_the_ruling() => Gen.Select(
        Gen.OneOf([.. Cast.Names]), Gen.OneOf([.. Cast.Rules.Flows.Select(flow => flow.Key), "gone"]),
        Gen.OneOf("", "target=x", "duration=1", "duration=none", "reason=x", "ticket=no", "note=NO", "other=x", "reason=LONG").Array[0, 4]).Sample(
        (person, flow, changes) =>
        {
            var (wish, standing) = (Cast.Wish(flow, string.Join("; ", changes.Where(change => change.Length > 0))), Cast.Person(person, Cast.Rules.FindFlow(flow)));

            var ruling = Cast.Rules.RuleOn(wish, standing, [], Cast.Now);
            var explanation = Cast.Rules.Explain(wish, standing, [], Cast.Now);

            // All of it is written here, so nothing is left out.
            Assert.Equal(Codes(ruling), Codes(explanation.Ruling));
            Assert.Equal(Codes(ruling).Order(), explanation.Lines.Select(line => line.Code).OfType<RefusalCode>().Order());
            Assert.Equal(ruling.GetType(), explanation.Ruling.GetType());
            Assert.Equal(ExplanationMark.Outcome, explanation.Lines[^1].Mark);
        },
        iter: 500);

    private static IEnumerable<RefusalCode> Codes(Ruling ruling) => ((ruling as Ruling.Refused)?.Why ?? []).Select(refusal => refusal.Code);

    internal static string Shown(Explanation explanation) => string.Join(' ', explanation.Lines.Select(line => line.Mark switch
    {
        ExplanationMark.Good => "+",
        ExplanationMark.Bad => "-",
        ExplanationMark.Open => "?",
        _ => "= ",
    } + (line.Mark == ExplanationMark.Outcome ? line.Sentence : line.Topic.Replace(' ', '.') + (line.Code is null ? "" : $":{line.Code}"))));
}
