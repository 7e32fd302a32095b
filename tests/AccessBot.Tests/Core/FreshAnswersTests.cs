using AccessBot.Core;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Core;

public sealed class FreshAnswersTests
{
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_that_takes_too_long_is_given_up_for_all_who_wait()
    {
        var answers = new FreshAnswers<int, int>(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20), clock, async (_, cancel) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancel);
            return 1;
        });
        var (one, other) = (answers.GetAsync(1, Cancel), answers.GetAsync(1, Cancel));

        clock.Advance(TimeSpan.FromSeconds(20));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public async Task Of_many_questions_old_ones_are_forgotten_and_fresh_ones_are_not_asked_again()
    {
        var asked = 0;
        var answers = new FreshAnswers<int, int>(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20), clock, (question, _) => Task.FromResult(question + (0 * ++asked)));
        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal(i, await answers.GetAsync(i, Cancel));
        }

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(7, await answers.GetAsync(7, Cancel));
        Assert.Equal(2000, asked);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(7, await answers.GetAsync(7, Cancel));
        Assert.Equal(2001, asked);
    }
}
