using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>Whoever clicks what opens a window, and whose trigger has expired by then, is given a button that opens it.</summary>
public sealed class DeadTriggerTests : ConversationHost
{
    public DeadTriggerTests() => Rules.Current = Forms.Rules(Forms.Flow("production") with
    {
        Label = "Production access",
        Targets = [new Target("production-admin", "Production Admin", 81878, Privilege.Member)],
        Durations = [TimeSpan.FromMinutes(30), TimeSpan.FromHours(4)],
        Notify = [NotifyStep.InChannel(General)],
    });

    [Theory]
    [InlineData("again", "The nightly batch hangs.")]
    [InlineData("extend", "extend.more")]
    public async Task The_button_opens_the_window_that_came_too_late(string action, string shown)
    {
        var story = new Story { Channel = General };
        var granted = story.Reminded();

        // What is granted goes on by the clock of the conversation, which is another than the story's.
        if (action == "extend")
        {
            Time.SetUtcNow(granted.EndsAt!.Value.AddMinutes(-10));
        }

        var id = await AddAsync(action == "extend" ? granted : story.Denied());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        var message = Workspace.DirectMessages(Ana).First(direct => direct.Blocks.GetRawText().Contains($"\"{action}\"", StringComparison.Ordinal));
        Workspace.Faults.Refuse("expired_trigger_id", "views.open");

        await AsAna.ClickAsync(message, action);

        Assert.Null(Workspace.OpenView(Ana));
        var told = Assert.Single(Workspace.Ephemerals(Ana));
        Assert.Contains("could not be opened in time", told.Text, StringComparison.Ordinal);
        Assert.Contains($"\"{id}\"", told.Blocks.GetRawText(), StringComparison.Ordinal);

        await AsAna.ClickAsync(told, action);

        Assert.Contains(shown, Workspace.OpenView(Ana)!.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(Thrown);
        NothingAboveInformationWasLogged();
    }

    [Theory]
    [InlineData("again")]
    [InlineData("extend")]
    public async Task The_button_is_the_person_s_own_and_whoever_else_uses_it_is_refused(string action)
    {
        var story = new Story { Channel = General };
        var id = await AddAsync(action == "extend" ? story.Reminded() : story.Denied());
        await Announcer.AnnounceAsync(id, CancellationToken.None);
        var direct = Workspace.DirectMessages(Ana).First(message => message.Blocks.GetRawText().Contains($"\"{action}\"", StringComparison.Ordinal));

        await AsBen.ForgeClickAsync(direct, action, new Forgery());

        Assert.DoesNotContain(Workspace.Calls, call => call.Method == "views.open");
        Assert.Empty(Thrown);
    }
}
