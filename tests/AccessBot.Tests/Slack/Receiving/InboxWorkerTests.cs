using System.Text;
using AccessBot.Core.Ports;
using AccessBot.Slack.Receiving;
using AccessBot.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Slack.Receiving;

public sealed class InboxWorkerTests
{
    private static readonly TimeSpan FirstPauseLeast = TimeSpan.FromSeconds(1.05);
    private static readonly TimeSpan FirstPauseMost = TimeSpan.FromSeconds(1.3);

    [Fact]
    public async Task What_a_crash_left_behind_is_worked_off_at_start()
    {
        await using var door = await FrontDoor.OpenAsync(inbox => Leave(inbox, "old"));

        await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);

        Assert.Equal("old", door.Conversation.Handled.Single().Delivery.Key);
    }

    [Fact]
    public async Task What_a_crashed_process_had_claimed_is_worked_off_when_its_claim_lapses()
    {
        await using var door = await FrontDoor.OpenAsync(inbox =>
        {
            Leave(inbox, "old");
            Assert.True(inbox.ClaimAsync("old", default).IsCompletedSuccessfully);
        });
        await door.Clock.UntilWaitingForAsync(InboxWorker.SweepEvery);

        door.Clock.Advance(IInbox.ClaimLapse - TimeSpan.FromSeconds(1));
        await door.PostCommandAsync();
        await door.Conversation.UntilHandledAsync(1);
        Assert.DoesNotContain(door.Conversation.Handled, IsOld);

        door.Clock.Advance(InboxWorker.SweepEvery);
        await door.Conversation.UntilHandledAsync(2);
        Assert.Equal(2, door.Conversation.Handled.Single(IsOld).Delivery.Attempts);
    }

    [Fact]
    public async Task What_many_crashes_left_behind_is_worked_off_without_waiting_for_the_next_sweep()
    {
        await using var door = await FrontDoor.OpenAsync(inbox =>
        {
            for (var i = 0; i < 50; i++)
                Leave(inbox, $"old{i}");
        });

        await door.Inbox.UntilAsync(rows => rows.All(row => row.IsDone));

        Assert.Equal(50, door.Conversation.Handled.Count);
    }

    [Fact]
    public async Task What_fails_comes_again_soon_and_with_the_same_key()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Handle = (_, delivery, _) => delivery.Attempts == 1 ? throw new WorkspaceUnavailableException("Away.") : Task.CompletedTask;
        await door.PostCommandAsync();
        await door.Clock.UntilWaitingForAsync(FirstPauseLeast, FirstPauseMost);
        Assert.Contains("Away.", door.Inbox.Rows.Single().Problem, StringComparison.Ordinal);

        door.Clock.Advance(FirstPauseMost);

        await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);
        Assert.Equal([1, 2], door.Conversation.Handled.Select(handled => handled.Delivery.Attempts));
        Assert.Single(door.Inbox.Rows);
    }

    [Fact]
    public async Task An_outage_is_outwaited_for_half_an_hour_and_then_the_person_is_told()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Handle = (_, _, _) => throw new WorkspaceUnavailableException("Away.");
        var start = door.Clock.GetUtcNow();
        await door.PostCommandAsync();

        var attempts = await UntilDoneAsync(door, due => (due > TimeSpan.Zero ? due : TimeSpan.Zero) + InboxWorker.SweepEvery);

        Assert.True(door.Clock.GetUtcNow() - start >= TimeSpan.FromMinutes(30));
        Assert.InRange(attempts, 20, 45);
        Assert.Single(door.Log.Lines, line => line.Level == LogLevel.Error);
        var (address, body) = await door.Slack.NextAsync();
        Assert.Equal("https://slack.com/api/chat.postMessage", address);
        Assert.Equal(("U0ANA", DoorSentences.GivenUp), (body.GetProperty("channel").GetString(), body.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_bug_is_given_up_after_five_attempts()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Handle = (_, _, _) => throw new InvalidOperationException("A bug.");
        await door.PostCommandAsync();

        var attempts = await UntilDoneAsync(door, _ => TimeSpan.FromSeconds(30));

        Assert.Equal(5, attempts);
    }

    [Fact]
    public async Task What_is_worked_off_for_long_is_nobody_elses_meanwhile()
    {
        await using var door = await FrontDoor.OpenAsync();
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        door.Conversation.Handle = (_, _, _) => work.Task;
        await door.PostCommandAsync();
        await door.Conversation.UntilHandledAsync(1);
        var claimed = door.Inbox.Rows.Single().ClaimedUntil;

        for (var kept = claimed; kept < claimed + IInbox.ClaimLapse; kept = door.Inbox.Rows.Single().ClaimedUntil)
        {
            door.Clock.Advance(IInbox.ClaimLapse / 3);
            await door.Inbox.UntilAsync(rows => rows.Single().ClaimedUntil > kept);
        }

        work.SetResult();
        await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);
        Assert.Single(door.Conversation.Handled);
    }

    [Fact]
    public async Task What_hangs_is_stopped_and_comes_again()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Handle = (_, delivery, cancel) => delivery.Attempts == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel) : Task.CompletedTask;
        await door.PostCommandAsync();
        await door.Conversation.UntilHandledAsync(1);

        door.Clock.Advance(TimeSpan.FromSeconds(45));
        await door.Inbox.UntilAsync(rows => rows is [{ ClaimedUntil: null }] or [{ IsDone: true }]);
        door.Clock.Advance(InboxWorker.SweepEvery);

        await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);
    }

    [Fact]
    public async Task Work_that_hangs_does_not_hold_up_other_work()
    {
        await using var door = await FrontDoor.OpenAsync();
        door.Conversation.Handle = (interaction, _, cancel) =>
            interaction is SlashCommand { Text: "hang" } ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel) : Task.CompletedTask;
        await door.PostCommandAsync("hang");
        await door.Conversation.UntilHandledAsync(1);

        await door.PostCommandAsync("go");

        await door.Inbox.UntilAsync(rows => rows.Any(row => row.IsDone));
    }

    [Fact]
    public async Task A_stop_finishes_what_runs()
    {
        await using var door = await FrontDoor.OpenAsync();
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        door.Conversation.Handle = (_, _, _) => work.Task;
        await door.PostCommandAsync();
        await door.Conversation.UntilHandledAsync(1);

        var stopping = door.StopAsync();
        work.SetResult();
        await stopping;

        Assert.True(door.Inbox.Rows.Single().IsDone);
    }

    [Fact]
    public async Task A_database_that_was_away_at_a_sweep_is_asked_again_at_the_next()
    {
        await using var door = await FrontDoor.OpenAsync();
        Leave(door.Inbox, "old");
        door.Inbox.Trouble = new IOException("Away.");
        door.Clock.Advance(InboxWorker.SweepEvery);
        await door.Clock.UntilWaitingForAsync(InboxWorker.SweepEvery);
        door.Inbox.Trouble = null;

        door.Clock.Advance(InboxWorker.SweepEvery);

        await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }]);
    }

    // Moves the clock from one attempt to the next, by something that depends on when that is due. Returns how many there were.
    private static async Task<int> UntilDoneAsync(FrontDoor door, Func<TimeSpan, TimeSpan> step)
    {
        for (var attempt = 1; ; attempt++)
        {
            await door.Conversation.UntilHandledAsync(attempt);
            await door.Inbox.UntilAsync(rows => rows is [{ IsDone: true }] or [{ ClaimedUntil: null }]);
            var row = door.Inbox.Rows.Single();
            if (row.IsDone)
                return attempt;

            door.Clock.Advance(step(row.DueAt - door.Clock.GetUtcNow()));
        }
    }

    private static bool IsOld((Interaction Interaction, Delivery Delivery) handled) => handled.Delivery.Key is "old";

    private static void Leave(InMemoryInbox inbox, string key)
    {
        var body = Encoding.UTF8.GetString(Samples.Command());
        var stored = inbox.StoreAsync(new Delivery(key, body, DeliveryKind.Command, new(2026, 3, 2, 8, 59, 0, TimeSpan.Zero), 0), default);
        Assert.True(stored.IsCompletedSuccessfully);
    }
}
