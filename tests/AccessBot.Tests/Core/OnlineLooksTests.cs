using AccessBot.Core.Checking;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Core;

/// <summary>How looks outside follow one another.</summary>
public sealed class OnlineLooksTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task A_look_that_does_not_end_is_given_up_after_its_time_and_the_next_is_taken()
    {
        var (begun, never) = (new TaskCompletionSource(), new TaskCompletionSource<IReadOnlyList<Checked>>());
        CancellationToken given = default;
        var slow = new Look("slow", cancel =>
        {
            given = cancel;
            begun.SetResult();
            return never.Task;
        });
        var looking = new OnlineLooks([slow, Good("next")], clock).LookAsync(withRules: true, TestContext.Current.CancellationToken);
        await begun.Task;

        clock.Advance(OnlineLooks.Limit);
        var looked = await looking;

        Assert.Equal([("slow", CheckCode.TooSlow), ("next", null)], looked.Select(one => (one.What, one.Problem?.Code)));
        Assert.True(given.IsCancellationRequested);
    }

    [Fact]
    public async Task A_look_that_something_wrong_makes_vain_is_not_taken_and_others_are()
    {
        var wrong = new Look("token", _ => Found(new Checked("token", new CheckProblem(CheckCode.SlackToken, "Slack:BotToken", "It is refused.", "Set it."))));
        var moot = new Look("channels", _ => throw new InvalidOperationException("It is not to be looked at.")) { MootBy = [CheckCode.SlackAway, CheckCode.SlackToken] };

        var looked = await new OnlineLooks([wrong, moot, Good("roles")], clock).LookAsync(withRules: true, TestContext.Current.CancellationToken);

        Assert.Equal(["token", "channels", "roles"], looked.Select(one => one.What));
        Assert.Equal("not looked at, because of this: Slack does not take the bot token.", looked[1].Open);
        Assert.Equal((null, null), (looked[2].Open, looked[2].Problem));
    }

    private static Look Good(string name) => new(name, _ => Found(new Checked(name)));

    private static Task<IReadOnlyList<Checked>> Found(Checked looked) => Task.FromResult<IReadOnlyList<Checked>>([looked]);

    private sealed record Look(string Name, Func<CancellationToken, Task<IReadOnlyList<Checked>>> Take) : IOnlineCheck
    {
        public IReadOnlyList<string> MootBy { get; init; } = [];

        public Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel) => Take(cancel);
    }
}
