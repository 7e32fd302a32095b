using AccessBot.Core.Rules.Code;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Tests.Core.UseCases;

/// <summary>Rules that take too long, and those that never end.</summary>
public sealed class RuleCallsTests
{
    private const string Method = nameof(AccessRule.ShowsAsync);

    [Fact]
    public async Task A_rule_that_never_ends_is_left_to_itself_and_called_no_more_until_it_does_or_another_one_is_in_force()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        journey.ExpectedComplaints.AddRange(["The rule Waits in C# failed at ShowsAsync: it took longer than 2 seconds.", "it isn't called any more, for 4 calls of it have not ended", "Alarm rule-code/Waits"]);
        var calls = journey.Bot.Services.GetRequiredService<RuleCalls>();
        var waits = new Waits { End = new TaskCompletionSource() };

        var answers = await Task.WhenAll(Enumerable.Range(0, RuleCalls.MostLeft).Select(_ => AskAsync(calls, waits)));
        Assert.All(answers, answer => Assert.True(answer.HasFailed));
        Assert.True((await AskAsync(calls, waits)).HasFailed);
        Assert.Equal(RuleCalls.MostLeft, waits.Calls);
        Assert.False((await AskAsync(calls, new Waits())).HasFailed);
        Assert.Single(journey.Alerts);

        waits.End.SetResult();
        await journey.UntilAsync(async () => !(await AskAsync(calls, waits)).HasFailed, "it is called again");
    }

    [Fact]
    public async Task A_rule_that_blocks_its_thread_holds_up_nobody()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        journey.ExpectedComplaints.AddRange(["it took longer than 2 seconds", "Alarm rule-code/Blocks"]);
        using var blocks = new Blocks();

        var answer = await journey.Bot.Services.GetRequiredService<RuleCalls>()
            .AskAsync(new RuleCode([blocks]), nameof(Blocks), Method, (rule, cancel) => rule.ShowsAsync(null!, cancel), CancellationToken.None);

        blocks.End.Set();
        Assert.True(answer.HasFailed);
    }

    [Fact]
    public async Task Whoever_does_not_wait_any_longer_is_not_told_that_the_rule_failed()
    {
        await using var journey = await Journey.StartAsync(Db.Sqlite);
        using var cancel = new CancellationTokenSource();
        var asking = journey.Bot.Services.GetRequiredService<RuleCalls>().AskAsync(new RuleCode([new Waits { End = new TaskCompletionSource() }]), nameof(Waits), Method, (rule, limit) => rule.ShowsAsync(null!, limit), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static Task<RuleAnswer<bool>> AskAsync(RuleCalls calls, AccessRule rule) =>
        calls.AskAsync(new RuleCode([rule]), nameof(Waits), Method, (asked, cancel) => asked.ShowsAsync(null!, cancel), CancellationToken.None);

    private sealed class Waits : AccessRule
    {
        private int calls;

        public TaskCompletionSource? End { get; init; }

        public int Calls => calls;

        public override async ValueTask<bool> ShowsAsync(RuleContext context, CancellationToken cancel)
        {
            Interlocked.Increment(ref calls);
            await (End?.Task ?? Task.CompletedTask);
            return true;
        }
    }

    private sealed class Blocks : AccessRule, IDisposable
    {
        public ManualResetEventSlim End { get; } = new();

        public override ValueTask<bool> ShowsAsync(RuleContext context, CancellationToken cancel)
        {
            End.Wait(CancellationToken.None);
            return new(result: true);
        }

        public void Dispose() => End.Dispose();
    }
}
