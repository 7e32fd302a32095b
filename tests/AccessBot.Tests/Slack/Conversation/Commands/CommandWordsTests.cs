using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Reading;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Slack.Conversation.Commands;

/// <summary>What somebody's words behind the slash command mean.</summary>
public sealed class CommandWordsTests
{
    private const string Rules = """
        version: 1
        admins: [ada@acme.example]
        targets:
          production-admin: { label: Production Admin, oneLoginRole: 81878, privilege: member }
          production-owner: { label: Production Owner, oneLoginRole: 81878, privilege: admin }
          customer-data: { label: Customer Data Reader, oneLoginRole: 31337, privilege: member }
        flows:
          production:
            label: Production access
            targets: [production-admin, production-owner]
            durations: [30m, 1h, 4h]
            reason: { required: true }
            approvers: [ { anyOf: [ { slackGroup: S0SRE } ] } ]
            notify: [ { channel: C0ACCESS } ]
          customer:
            label: Customer data
            targets: [customer-data]
            durations: [30m]
            reason: { required: true }
            approvers: [ { anyOf: [ { slackGroup: S0SRE } ] } ]
            notify: [ { channel: C0ACCESS } ]
          proxy:
            label: mine
            reason: { required: true }
            approvers: [ { anyOf: [ { slackGroup: S0SRE } ] } ]
            notify: [ { channel: C0ACCESS } ]
        """;

    [Theory]
    [InlineData("", typeof(TypedCommand.Form))]
    [InlineData("   ", typeof(TypedCommand.Form))]
    [InlineData("mine", typeof(TypedCommand.Mine))]
    [InlineData(" MINE please", typeof(TypedCommand.Mine))]
    [InlineData("requests", typeof(TypedCommand.Waiting))]
    [InlineData("help", typeof(TypedCommand.Help))]
    [InlineData("status 0123", typeof(TypedCommand.Status))]
    [InlineData("status", typeof(TypedCommand.Misused))]
    [InlineData("cancel `0123`", typeof(TypedCommand.Cancel))]
    [InlineData("who \"Production Admin\"", typeof(TypedCommand.Who))]
    [InlineData("who", typeof(TypedCommand.Misused))]
    [InlineData("revoke all", typeof(TypedCommand.Stop))]
    [InlineData("revoke everything", typeof(TypedCommand.Misused))]
    [InlineData("link <@U1|a b> 1001", typeof(TypedCommand.Link))]
    [InlineData("link <@U1", typeof(TypedCommand.Misused))]
    [InlineData("unlink <@U1>", typeof(TypedCommand.Link))]
    [InlineData("\"mine\"", typeof(TypedCommand.Ask))]
    [InlineData("“help”", typeof(TypedCommand.Ask))]
    [InlineData("helpful", typeof(TypedCommand.Ask))]
    [InlineData("production 1h", typeof(TypedCommand.Ask))]
    public void The_first_word_says_which_command_it_is_and_in_quotes_it_is_a_name(string text, Type kind) => Assert.IsType(kind, CommandWords.Read(text));

    [Fact]
    public void What_follows_a_command_is_what_it_is_about()
    {
        Assert.Equal("0123", Assert.IsType<TypedCommand.Cancel>(CommandWords.Read("cancel `0123`")).Id);
        Assert.Equal("Production Admin", Assert.IsType<TypedCommand.Who>(CommandWords.Read("who “Production Admin”")).Target);
    }

    [Theory]
    [InlineData("mien", "mine")]
    [InlineData("request", "requests")]
    [InlineData("STAUTS 123", "status")]
    [InlineData("hlep", "help")]
    [InlineData("production", null)]
    [InlineData("\"hlep\"", null)]
    public void A_slip_of_a_command_is_known(string text, string? meant) => Assert.Equal(meant, CommandWords.Nearest(text));

    [Theory]
    [InlineData("production", "production", null, null, null)]
    [InlineData("PRODUCTION production-ADMIN 1h db failover", "production", "production-admin", 60, "db failover")]
    [InlineData("production access production owner 4h", "production", "production-owner", 240, null)]
    [InlineData("\"Production access\" \"Production Admin\" 30m \"db failover\"", "production", "production-admin", 30, "db failover")]
    [InlineData("“production access” the  db is down", "production", null, null, "the  db is down")]
    [InlineData("customer 30m", "customer", null, 30, null)]
    [InlineData("customer data <@U1|rita> asked &amp; waits", "customer", null, null, "@rita asked & waits")]
    [InlineData("production-owner 1h", "production", "production-owner", 60, null)]
    [InlineData("\"mine\" because", "proxy", null, null, "because")]
    [InlineData("production customer-data", "production", null, null, "customer-data")]
    public void Names_are_keys_or_labels_in_whatever_case_and_the_rest_is_the_reason(string text, string flow, string? target, int? minutes, string? reason)
    {
        var (read, note) = AskWords.Read(text, Offered());

        Assert.Equal((flow, target, minutes, reason), (read.Flow, read.Target, (int?)read.Duration?.TotalMinutes, read.Reason));
        Assert.Null(note);
    }

    [Theory]
    [InlineData("productoin 1h", "production", "“productoin” was taken to mean Production access.")]
    [InlineData("prod 1h", "production", "“prod” was taken to mean Production access.")]
    [InlineData("customr data", "customer", "“customr data” was taken to mean Customer data.")]
    [InlineData("production production-admn 1h", "production", "“production-admn” was taken to mean Production Admin.")]
    [InlineData("production 2h", "production", "Production access isn't given for that long. Pick one of: 30 minutes, 1 hour, 4 hours.")]
    [InlineData("pro", null, "“pro” could mean Production access or mine. Pick one.")]
    [InlineData("payroll 1h", null, "Nothing that you may ask for is called “payroll”.")]
    public void What_is_nearly_a_name_is_taken_for_it_and_that_is_said(string text, string? flow, string note)
    {
        var read = AskWords.Read(text, Offered());

        Assert.Equal(flow, read.Prefill.Flow);
        Assert.StartsWith(note, read.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_offered_is_not_named()
    {
        var offered = Offered().Where(flow => flow.Key != "production").ToList();

        Assert.Equal("Nothing that you may ask for is called “production”. Pick from the menu.", AskWords.Read("production", offered).Note);
        Assert.Equal("Nothing that you may ask for is called “productio”. Pick from the menu.", AskWords.Read("productio", offered).Note);
        Assert.Equal("Nothing that you may ask for is called “production-admin”. Pick from the menu.", AskWords.Read("production-admin", offered).Note);
    }

    [Fact]
    public void Whatever_is_typed_can_be_read()
    {
        foreach (var text in new[] { "\"", "“", "<", "<>", "''", "\"\" \"\"", "production \"", new string('x', 5000), string.Concat(Enumerable.Repeat("production ", 500)), "production 1h \ud83d" })
        {
            _ = CommandWords.Read(text);
            _ = AskWords.Read(text, Offered());
        }

        Assert.InRange(AskWords.Read("production " + new string('x', 5000), Offered()).Prefill.Reason!.Length, 1, AccessRules.LongestText);
    }

    private static IReadOnlyList<Flow> Offered() => RulesFile.Read(Rules, "access.yaml").Rules!.Flows;
}
