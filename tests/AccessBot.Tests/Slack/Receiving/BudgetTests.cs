using System.Net;
using System.Text.Json;
using AccessBot.Slack.Receiving;

namespace AccessBot.Tests.Slack.Receiving;

public sealed class BudgetTests
{
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_command_that_is_refused_by_the_database_is_answered_that_nothing_was_recorded()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Inbox.Trouble = new IOException("The disk is full.");

        var reply = await JsonAsync(await door.PostCommandAsync());

        Assert.Equal(("ephemeral", DoorSentences.NotRecorded), (Text(reply, "response_type"), Text(reply, "text")));
    }

    [Fact]
    public async Task A_command_that_the_database_sits_on_is_answered_that_it_may_have_been_recorded()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Inbox.Holding = _never.Task;

        var reply = await JsonAsync(await AfterStoreBudgetAsync(door, door.PostCommandAsync()));

        Assert.Equal(DoorSentences.MaybeRecorded, Text(reply, "text"));
    }

    [Fact]
    public async Task What_the_database_sat_on_is_done_once_it_is_stored_after_all()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Inbox.Holding = _never.Task;
        await AfterStoreBudgetAsync(door, door.PostCommandAsync());

        _never.SetResult();

        await door.Conversation.UntilHandledAsync(1);
    }

    [Fact]
    public async Task A_click_that_can_not_be_stored_is_acknowledged_and_answered_beside_the_button()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Inbox.Trouble = new IOException("The disk is full.");

        var response = await door.PostInteractionAsync(Samples.Click);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (address, body) = await door.Slack.NextAsync();
        Assert.Equal(Samples.ResponseUrl, address);
        Assert.Equal(("ephemeral", DoorSentences.NotRecorded), (Text(body, "response_type"), Text(body, "text")));
        Assert.False(body.GetProperty("replace_original").GetBoolean());
        Assert.DoesNotContain(door.Log.Lines, line => line.Text.Contains("hooks.slack.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_submission_that_can_not_be_stored_stays_open_and_says_so_at_its_first_field()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Inbox.Trouble = new IOException("The disk is full.");

        var reply = await JsonAsync(await door.PostInteractionAsync(Samples.Submission));

        Assert.Equal("errors", Text(reply, "response_action"));
        Assert.Equal(DoorSentences.NotRecorded, Text(reply.GetProperty("errors"), "flow"));
    }

    [Fact]
    public async Task A_submission_without_fields_that_can_not_be_stored_turns_into_the_sentence()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Inbox.Trouble = new IOException("The disk is full.");

        var reply = await JsonAsync(await door.PostInteractionAsync(Samples.Submission.Replace("\"input\"", "\"section\"", StringComparison.Ordinal)));

        Assert.Equal("update", Text(reply, "response_action"));
        Assert.Equal("modal", Text(reply.GetProperty("view"), "type"));
        Assert.Contains(DoorSentences.NotRecorded, reply.GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_that_takes_too_long_to_judge_is_stored_to_be_judged_later()
    {
        await using var door = await FrontDoor.OpenAsync();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        door.Conversation.Check = async (_, cancel) =>
        {
            await using var telling = cancel.Register(() => told.TrySetResult());
            await _never.Task;
            return SubmissionReply.Fine;
        };

        var posting = door.PostInteractionAsync(Samples.Submission);
        await door.Clock.UntilWaitingForAsync(SlackDispatcher.CheckBudget);
        door.Clock.Advance(SlackDispatcher.CheckBudget);
        var response = await posting;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await door.Conversation.UntilHandledAsync(1);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_submission_whose_judging_fails_is_stored_to_be_judged_later()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Check = (_, _) => throw new IOException("The network is gone.");

        var response = await door.PostInteractionAsync(Samples.Submission);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await door.Conversation.UntilHandledAsync(1);
    }

    [Fact]
    public async Task Judging_and_storing_together_leave_something_of_the_three_seconds()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Inbox.Holding = _never.Task;
        door.Conversation.Check = async (_, _) =>
        {
            await _never.Task;
            return SubmissionReply.Fine;
        };
        var start = door.Clock.GetUtcNow();

        var posting = door.PostInteractionAsync(Samples.Submission);
        await door.Clock.UntilWaitingForAsync(SlackDispatcher.CheckBudget);
        door.Clock.Advance(SlackDispatcher.CheckBudget);
        var reply = await JsonAsync(await AfterStoreBudgetAsync(door, posting));

        Assert.Equal(DoorSentences.MaybeRecorded, Text(reply.GetProperty("errors"), "flow"));
        Assert.True(door.Clock.GetUtcNow() - start < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_menu_whose_options_fail_or_hang_is_empty()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Offer = async (_, _) =>
        {
            await _never.Task;
            return BlockOptions.None;
        };

        var posting = door.PostInteractionAsync(Samples.Suggestion);
        await door.Clock.UntilWaitingForAsync(SlackDispatcher.CheckBudget);
        door.Clock.Advance(SlackDispatcher.CheckBudget);
        var reply = await JsonAsync(await posting);

        Assert.Empty(reply.GetProperty("options").EnumerateArray());
    }

    private static async Task<HttpResponseMessage> AfterStoreBudgetAsync(FrontDoor door, Task<HttpResponseMessage> posting)
    {
        await door.Clock.UntilWaitingForAsync(SlackDispatcher.StoreBudget);
        door.Clock.Advance(SlackDispatcher.StoreBudget);
        return await posting;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
