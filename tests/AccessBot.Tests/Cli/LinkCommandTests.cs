using AccessBot.Sandbox;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot link</c>, on the machine.</summary>
public sealed class LinkCommandTests
{
    [Theory, InlineData(Db.Sqlite), InlineData(Db.Postgres)]
    public async Task It_says_whom_it_linked_and_why_it_does_not(Db db)
    {
        await using var journey = await ProcessJourney.StartAsync(db);

        var linked = await journey.CommandHereAsync("link", "--person", Cast.Nils.Email, "--onelogin", "1006");
        var other = await journey.CommandHereAsync("link", "--person", Cast.Nils.SlackId, "--onelogin", "1007");
        var replaced = await journey.CommandHereAsync("link", "--person", Cast.Nils.SlackId, "--onelogin", Cast.Petra.Email, "--replace");
        var taken = await journey.CommandHereAsync("link", "--person", Cast.Otto.SlackId, "--onelogin", "1007");
        var undone = await journey.CommandHereAsync("unlink", "--person", Cast.Nils.SlackId);
        var nothing = await journey.CommandHereAsync("link", "--person", Cast.Nils.SlackId);

        Assert.Equal((0, "U0NILS (nils) is now OneLogin user 1006: Otto Berg, otto@acme.example."), (linked.Code, linked.Output.Trim()));
        Assert.Equal(2, other.Code);
        Assert.Contains("nils is linked to OneLogin user 1006 already", other.Errors, StringComparison.Ordinal);
        Assert.EndsWith("Before it was OneLogin user 1006.", replaced.Output.Trim(), StringComparison.Ordinal);
        Assert.Contains("Petra Kade (1007) is linked to the Slack user nils (U0NILS)", taken.Errors, StringComparison.Ordinal);
        Assert.Equal((0, "U0NILS is not linked to OneLogin user 1007 any more."), (undone.Code, undone.Output.Trim()));
        Assert.Equal(2, nothing.Code);
        Assert.Contains("'--onelogin'", nothing.Errors, StringComparison.Ordinal);
    }
}
