using System.Collections.Concurrent;

namespace AccessBot.Core;

/// <summary>Answers that are good for a while: each question is asked once at a time, whoever wants to know, and its answer serves all.</summary>
/// <typeparam name="TQuestion">What is asked; equal questions have one answer.</typeparam>
/// <typeparam name="TAnswer">What is answered.</typeparam>
/// <param name="freshFor">How long an answer is good, from when it was asked for.</param>
/// <param name="longest">When the question's own token is cancelled. Who asks may leave before; the others wait for the same answer.</param>
/// <param name="clock">The time.</param>
/// <param name="ask">Asks.</param>
public sealed class FreshAnswers<TQuestion, TAnswer>(
    TimeSpan freshFor, TimeSpan longest, TimeProvider clock, Func<TQuestion, CancellationToken, Task<TAnswer>> ask)
    where TQuestion : notnull
{
    /// <summary>For so long nobody else waits for what has just failed.</summary>
    public static readonly TimeSpan FailedFor = TimeSpan.FromSeconds(5);

    private const int Many = 1000;

    private readonly ConcurrentDictionary<TQuestion, Asked> asked = new();

    /// <summary>The answer: one that is good still, or one that is asked for now.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="cancel">Ends the wait, not the asking.</param>
    public Task<TAnswer> GetAsync(TQuestion question, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var latest = asked.AddOrUpdate(question, New, (_, last) => last.IsGood(now, freshFor) ? last : New(question));
        if (asked.Count > Many)
        {
            foreach (var old in asked.Where(a => !a.Value.IsGood(now, freshFor)))
            {
                asked.TryRemove(old);
            }
        }

        return latest.Answer.Value.WaitAsync(cancel);

        Asked New(TQuestion what) => new(now, new Lazy<Task<TAnswer>>(() => AskAsync(what)));
    }

    private async Task<TAnswer> AskAsync(TQuestion question)
    {
        using var time = new CancellationTokenSource(longest, clock);
        return await ask(question, time.Token);
    }

    private sealed record Asked(DateTimeOffset At, Lazy<Task<TAnswer>> Answer)
    {
        public bool IsGood(DateTimeOffset now, TimeSpan freshFor) => !Answer.IsValueCreated
            || !Answer.Value.IsCompleted
            || now - At < (Answer.Value.IsCompletedSuccessfully ? freshFor : FailedFor);
    }
}
