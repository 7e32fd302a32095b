namespace AccessBot.Core;

/// <summary>What waits need of a clock beyond what it offers.</summary>
public static class ClockExtensions
{
    /// <summary>
    /// Waits until at least so much time has passed by this clock. <c>Task.Delay</c> alone counts whole milliseconds, so that
    /// what is left of one would be no wait at all, and who looks at the clock again would spin.
    /// </summary>
    /// <param name="clock">The clock.</param>
    /// <param name="time">How long; more than nothing.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static Task WaitOutAsync(this TimeProvider clock, TimeSpan time, CancellationToken cancel) =>
        Task.Delay(time + TimeSpan.FromMilliseconds(1), clock, cancel);
}
