using AccessBot.Cli;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

public sealed class RevokeReportTests
{
    private static readonly string Newline = Environment.NewLine;

    [Fact]
    public void What_failed_stands_first_and_the_counts_last()
    {
        var text = RevokeReport.Text([
            new StoppedRequest(Open("Rita", "U0RITA"), StopOutcome.Ended, Why: null),
            new StoppedRequest(Open("Ben", "U0BEN"), StopOutcome.StillActive, "OneLogin broke."),
            new StoppedRequest(Open("Otto", "U0OTTO"), StopOutcome.Denied, Why: null),
        ]);

        Assert.Equal(
            $"Ben (U0BEN), Production Admin: still active: OneLogin broke.{Newline}Rita (U0RITA), Production Admin: ended{Newline}"
            + $"Otto (U0OTTO), Production Admin: was not decided yet, and is denied{Newline}1 ended, 1 denied, 1 still active.", text);
    }

    [Fact]
    public void An_approval_only_that_was_given_in_that_moment_is_not_called_denied()
    {
        StoppedRequest[] outcome = [new StoppedRequest(Open("Rita", "U0RITA"), StopOutcome.ApprovedBefore, Why: null)];

        Assert.Equal(
            $"Rita (U0RITA), Production Admin: was for an approval only, which was given in that moment{Newline}0 ended, 0 denied, 1 approved before, 0 still active.",
            RevokeReport.Text(outcome));
        Assert.Contains("\"approvedBefore\": 1", RevokeReport.Json(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_does_not_steer_the_terminal_and_makes_no_line_of_its_own()
    {
        var text = RevokeReport.Text([new StoppedRequest(Open("Ri\u001b[2Jta\nOtto\u202e", "U0RITA"), StopOutcome.StillActive, "bad\r\nnews")]);

        Assert.StartsWith("Ri [2Jta Otto (U0RITA), Production Admin: still active: bad  news" + Newline, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_can_not_be_read_is_listed_by_its_id()
    {
        var id = RequestId.New(Given.Now);
        var broken = OpenRequest.Unreadable(id, "Its row can't be read: no.");

        Assert.Equal($"request {id}: Its row can't be read: no.{Newline}1 would be ended. Nothing was changed.", RevokeReport.Text([broken]));
        Assert.Contains($"\"id\": \"{id}\"", RevokeReport.Json([broken]), StringComparison.Ordinal);
    }

    private static OpenRequest Open(string name, string slackId) => new(
        RequestId.New(Given.Now), RequestState.Granted, SlackUserId.Parse(slackId), name, 1001, "Production Admin", "Production access", Given.Now, Problem: null);
}
