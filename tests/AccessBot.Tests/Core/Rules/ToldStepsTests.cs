using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Rules;

/// <summary>What rules in C# are told of, by the audit entries of requests that came to each end.</summary>
public sealed class ToldStepsTests
{
    public static TheoryData<string, string> Lives => new()
    {
        { nameof(RequestState.Requested), "AfterSubmit" },
        { nameof(RequestState.Approved), "AfterSubmit AfterApprove" },
        { nameof(RequestState.Granted), "AfterSubmit AfterApprove AfterGrant" },
        { nameof(RequestState.Revoking), "AfterSubmit AfterApprove AfterGrant BeforeRevoke" },
        { nameof(RequestState.Expired), "AfterSubmit AfterApprove AfterGrant BeforeRevoke AfterRevoke" },
        { nameof(RequestState.Revoked), "AfterSubmit AfterApprove AfterGrant BeforeRevoke AfterRevoke" },
        { nameof(RequestState.Failed), "AfterSubmit AfterApprove BeforeRevoke AfterRevoke" },
        { nameof(RequestState.Denied), "AfterSubmit AfterDeny" },
        { nameof(RequestState.Cancelled), "AfterSubmit AfterCancel" },
        { nameof(RequestState.Lapsed), "AfterSubmit AfterLapse" },
    };

    [Theory, MemberData(nameof(Lives))]
    public void Each_life_is_told_step_by_step(string state, string steps) => Assert.Equal(steps, Told(Given.In(Enum.Parse<RequestState>(state))));

    [Fact]
    public void Every_vote_is_told_and_the_last_one_once()
    {
        var request = Given.Request(approvals: 2);
        request.Approve(Given.By(Given.Ana), Given.Needs(2, have: 1), Given.Now);
        request.Approve(Given.By(Given.Ben), new Ruling.Approved(), Given.Now);

        Assert.Equal("AfterSubmit AfterApprove AfterApprove", Told(request));
        Assert.Equal([AuditAction.Submitted, AuditAction.Voted, AuditAction.Voted, AuditAction.Approved], request.News.Select(e => e.Action));
    }

    [Fact]
    public void An_approval_by_a_rule_is_told() =>
        Assert.Equal("AfterSubmit AfterApprove", Told(Given.Request(rule: new AutoRule("fast", new Condition(), "On call"))));

    [Fact]
    public void A_denial_while_OneLogin_is_being_told_begins_an_end_as_well()
    {
        var request = Given.In(RequestState.Approved);
        request.BeginGrant(hadRoleBefore: false, Given.Now);
        request.Deny(Given.By(Given.Ben), Given.Now);

        Assert.Equal("AfterSubmit AfterApprove AfterDeny BeforeRevoke", Told(request));
    }

    [Fact]
    public void What_was_taken_away_by_hand_begins_to_end()
    {
        var request = Given.In(RequestState.Granted);
        request.FoundGone(Given.Now);

        Assert.Equal("AfterSubmit AfterApprove AfterGrant BeforeRevoke", Told(request));
    }

    [Fact]
    public void More_time_is_told_and_a_reminder_is_not()
    {
        var request = Given.In(RequestState.Granted);
        request.Extend(request.EndsAt!.Value.AddMinutes(30), TimeSpan.FromMinutes(30), RequestId.New(Given.Now), Given.By(Given.Rita), Given.Now);
        request.RemindOfEnd(Given.Now.AddMinutes(30));

        Assert.Equal("AfterSubmit AfterApprove AfterGrant AfterExtend", Told(request));
    }

    [Fact]
    public void A_row_owes_rules_only_what_happened_while_there_were_some()
    {
        var request = Given.In(RequestState.Requested);
        request.RecordRefusal(Given.By(Given.Ben), Refusals.NotYourRequest(), Given.Now);
        Assert.Equal((null, null), (request.RulesTold, request.RulesBehindSince));

        Assert.True(request.OweRules());

        Assert.Equal((0, Given.Now), (request.RulesTold, request.RulesBehindSince));
    }

    private static string Told(Request request) => string.Join(' ', request.News.SelectMany((entry, i) => ToldSteps.Of(entry, request.News.ElementAtOrDefault(i + 1))));
}
