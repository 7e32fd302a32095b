using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

/// <summary>What was filled in is said as it was called when it was asked for.</summary>
public sealed class AnswersTests
{
    private static readonly Flow Flow = Given.Flow with
    {
        Fields =
        [
            new Field("ticket", "Ticket", Required: true, Default: null, Pattern: null),
            new Field("size", "Size", Required: false, Default: null, Pattern: null) { Type = FieldType.Choice, Choices = [new("s", "Small"), new("l", "Large")] },
            new Field("kinds", "Kinds", Required: false, Default: null, Pattern: null) { Type = FieldType.MultiChoice, Choices = [new("db", "Database"), new("net", "Network")] },
            new Field("notes", "Notes", Required: false, Default: null, Pattern: null) { Type = FieldType.Text },
            new Field("cost", "Cost", Required: false, Default: "7", Pattern: null) { Hidden = true },
            new Field("empty", "Empty", Required: false, Default: null, Pattern: null),
        ],
    };

    [Fact]
    public void Each_with_its_label_its_type_and_its_words_and_hidden_ones_not()
    {
        var request = Submit(("ticket", "OPS-1"), ("size", "l"), ("kinds", "db\nnet"), ("notes", "one\ntwo"), ("cost", "7"), ("empty", " "));

        Assert.Equal(
            ["ticket|Ticket|String|OPS-1", "size|Size|Choice|Large", "kinds|Kinds|MultiChoice|Database,Network", "notes|Notes|Text|one\ntwo"],
            request.Answers.Select(answer => $"{answer.Name}|{answer.Label}|{answer.Type}|{string.Join(',', answer.Words)}"));
        Assert.Null(request.Until);
        Assert.Contains("\"field.cost\":\"7\"", request.News[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_filled_in_is_not_said() => Assert.Empty(Submit().Answers);

    [Fact]
    public void What_a_rule_approves_at_once_is_approved_from_the_beginning()
    {
        var request = Given.Request(rule: new AutoRule("on-call", new Condition(), "On call"));

        Assert.Equal((RequestState.Approved, Given.Now, "on-call", "On call"), (request.State, request.ApprovedAt!.Value, request.AutoRule, request.ApprovedBecause));
        Assert.Equal([AuditAction.Submitted, AuditAction.Approved], request.News.Select(entry => entry.Action));
    }

    [Fact]
    public void As_admin_is_asked_for_where_the_target_leaves_it_open_and_nothing_is_made_without()
    {
        var target = Given.Target with { Privilege = null };

        Assert.Equal(Privilege.Admin, Submit(target, Privilege.Admin).Privilege);
        Assert.Throws<ArgumentException>(() => Submit(target, privilege: null));
        Assert.Throws<ArgumentException>(() => Submit(target, Privilege.Admin, new Ruling.Approved()));
    }

    private static Request Submit(params (string Name, string Value)[] fields) =>
        Request.Submit(RequestId.New(Given.Now), "view:V1", Person, Flow, Given.Target, Wish(fields), Given.Needs(1), Given.By(Given.Rita), Given.Now);

    private static Request Submit(Target target, Privilege? privilege, Ruling? ruling = null) =>
        Request.Submit(RequestId.New(Given.Now), "view:V1", Person, Flow, target, Wish() with { Privilege = privilege }, ruling ?? Given.Needs(1), Given.By(Given.Rita), Given.Now);

    private static Person Person => new(Given.Rita, 1001, "rita@acme.example", Given.Now);

    private static Wish Wish(params (string Name, string Value)[] fields) =>
        new(Flow.Key, Given.Target.Key, Flow.Durations[0], "database failover", fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal));
}
