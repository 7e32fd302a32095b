using System.Collections.Concurrent;

namespace AccessBot.Sandbox.OnCall;

/// <summary>What both simulated on-call services have: a key, who is on call, what goes wrong, and what was asked.</summary>
public abstract class OnCallService(string key, TimeProvider time)
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The key that is accepted; any other is refused.</summary>
    public string Key { get; } = key;

    /// <summary>The status with which every call fails; null for none, 0 for a connection that is closed without an answer.</summary>
    public int? FailsWith { get; set; }

    /// <summary>How long every answer takes, by the sandbox's clock.</summary>
    public TimeSpan AnswersTake { get; set; }

    /// <summary>The paths and queries that were asked for, also those that failed.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    private protected async Task AnswerAsync(HttpContext context, Func<HttpContext, IResult> answer, Func<int, IResult> error)
    {
        _calls.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
        if (AnswersTake > TimeSpan.Zero)
        {
            await Task.Delay(AnswersTake, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (FailsWith == 0)
        {
            context.Abort();
            return;
        }

        await (FailsWith is { } status ? error(status) : answer(context)).ExecuteAsync(context);
    }
}
