using System.Collections.Concurrent;
using System.Diagnostics;
using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules.Code;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Asks rules in C# what somebody waits for. Whatever they do, there is an answer within two seconds, if only that there is none.</summary>
/// <remarks>
/// A call that doesn't end when it is told to is left to itself. Nothing can stop it, so there is a bound to how many of one rule there
/// may be: then the rule isn't called, until one of them ends or another edition of it is in force.
/// </remarks>
public sealed partial class RuleCalls(RaiseAlarms alarms, TimeProvider clock, ILogger<RuleCalls> logger)
{
    /// <summary>How long a rule has.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>How many calls of one rule may be left to themselves.</summary>
    public const int MostLeft = HangingCalls.Most;

    private readonly HangingCalls hanging = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    /// <summary>Asks.</summary>
    /// <param name="code">The rules in force.</param>
    /// <param name="name">The rule's class.</param>
    /// <param name="method">What it is asked, as a method of <see cref="AccessRule"/>.</param>
    /// <param name="ask">Asks it.</param>
    /// <param name="cancel">Ends the wait; that is no failure of the rule.</param>
    internal async Task<RuleAnswer<T>> AskAsync<T>(
        RuleCode code, string name, string method, Func<AccessRule, CancellationToken, ValueTask<T>> ask, CancellationToken cancel)
    {
        if (code.Find(name) is not { } rule)
        {
            return await FailedAsync<T>(name, method, "there is no such rule in force.", cause: null, cancel);
        }

        if (hanging.IsFull(rule))
        {
            return await FailedAsync<T>(name, method, $"it isn't called any more, for {MostLeft} calls of it have not ended when their time was over.", cause: null, cancel);
        }

        using var time = new CancellationTokenSource(Longest, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);

        // On the pool, whatever it does before its first await.
        var call = Task.Run(async () => await ask(rule, limit.Token), CancellationToken.None);
        try
        {
            var answer = await call.WaitAsync(Longest, clock, cancel);
            return answer is null ? await FailedAsync<T>(name, method, "it answered null.", cause: null, cancel) : new RuleAnswer<T>(HasFailed: false, answer);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (!call.IsCompleted || (e is OperationCanceledException && time.IsCancellationRequested))
        {
            return await FailedAsync<T>(name, method, $"it took longer than {Longest.TotalSeconds} seconds.", cause: null, cancel);
        }
        catch (Exception e)
        {
            return await FailedAsync<T>(name, method, $"{e.GetType().Name}{PlaceIn(rule, e)}.", e, cancel);
        }
        finally
        {
            if (!call.IsCompleted)
            {
                hanging.Leave(rule, call);
            }
        }
    }

    /// <summary>Asks what may be answered with null; null also if it failed.</summary>
    /// <inheritdoc cref="AskAsync"/>
    internal async Task<RuleAnswer<T>> AskOrNullAsync<T>(
        RuleCode code, string name, string method, Func<AccessRule, CancellationToken, ValueTask<T>> ask, CancellationToken cancel)
    {
        // Wrapped, for null alone is no answer.
        var answer = await AskAsync(code, name, method, async (rule, limit) => (Value: await ask(rule, limit), true), cancel);
        return new RuleAnswer<T>(answer.HasFailed, answer.Value.Value);
    }

    /// <summary>What a rule said is of no use.</summary>
    internal Task TellAsync(string name, string method, string trouble, CancellationToken cancel) => FailedAsync<bool>(name, method, trouble, cause: null, cancel);

    /// <summary>The rule's own line that the error came by.</summary>
    private static string PlaceIn(AccessRule rule, Exception e)
    {
        var frame = new StackTrace(e, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(frame => frame.GetMethod()?.DeclaringType?.Assembly == rule.GetType().Assembly && frame.GetFileName() is not null);
        return frame is null ? "" : $" in {frame.GetFileName()}:{frame.GetFileLineNumber()}";
    }

    private async Task<RuleAnswer<T>> FailedAsync<T>(string name, string method, string trouble, Exception? cause, CancellationToken cancel)
    {
        Log.Failed(logger, cause, name, method, trouble);
        var now = clock.GetUtcNow();
        if (!told.TryGetValue(name, out var last) || now - last > RaisedAlarm.Relapse)
        {
            told[name] = now;
            try
            {
                await alarms.TellAsync(RuleAlarm.Of(name, method, trouble, now), cancel);
            }
            catch (StoreUnavailableException)
            {
                // Then it is told with the next failure.
                told.TryRemove(name, out _);
            }
        }

        return new RuleAnswer<T>(HasFailed: true, default!);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The rule {Rule} in C# failed at {Method}: {Trouble}")]
        public static partial void Failed(ILogger logger, Exception? e, string rule, string method, string trouble);
    }
}
