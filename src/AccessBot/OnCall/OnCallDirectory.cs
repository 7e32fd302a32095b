using System.Collections.Concurrent;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.OnCall;

/// <summary>Asks whichever service it is, at most once at a time for one thing, and remembers the answer for a while.</summary>
internal sealed partial class OnCallDirectory(PagerDuty pagerDuty, Opsgenie opsgenie, TimeProvider clock, ILogger<OnCallDirectory> logger) : IOnCallDirectory
{
    /// <summary>Shifts change by the hour, and one form asks several times.</summary>
    internal static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    /// <summary>For so long nobody else waits for a service that has just not answered.</summary>
    internal static readonly TimeSpan SpareFor = TimeSpan.FromSeconds(5);

    /// <summary>Somebody has a form before them, which Slack gives three seconds in all.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Principal.OnCall, Question> asked = new();

    public Task<IReadOnlySet<string>> OnCallAsync(Principal.OnCall rota, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var question = asked.AddOrUpdate(rota, _ => New(), (_, last) => last.IsGood(now) ? last : New());

        // Who asked may leave; others wait for the same answer.
        return question.Answer.Value.WaitAsync(cancel);

        Question New() => new(now, new Lazy<Task<IReadOnlySet<string>>>(() => AskAsync(rota)));
    }

    private async Task<IReadOnlySet<string>> AskAsync(Principal.OnCall rota)
    {
        using var time = new CancellationTokenSource(Longest, clock);
        try
        {
            return await (rota.By == OnCallSource.OpsgenieSchedule ? opsgenie.OnCallAsync(rota, time.Token) : pagerDuty.OnCallAsync(rota, time.Token));
        }
        catch (OperationCanceledException e) when (time.IsCancellationRequested)
        {
            Log.Unavailable(logger, e, rota.By, rota.Id);
            throw new OnCallUnavailableException($"It does not answer within {Longest.TotalSeconds:0} seconds.", e);
        }
        catch (OnCallUnavailableException e)
        {
            Log.Unavailable(logger, e, rota.By, rota.Id);
            throw;
        }
    }

    /// <summary>Something that was asked, and what came or will come of it.</summary>
    private sealed record Question(DateTimeOffset At, Lazy<Task<IReadOnlySet<string>>> Answer)
    {
        public bool IsGood(DateTimeOffset now) => !Answer.IsValueCreated
            || !Answer.Value.IsCompleted
            || now - At < (Answer.Value.IsCompletedSuccessfully ? FreshFor : SpareFor);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "It can't be told who is on call by the {Source} {Id}")]
        public static partial void Unavailable(ILogger logger, Exception e, OnCallSource source, string id);
    }
}
