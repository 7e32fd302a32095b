namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Notices that nothing comes by a connection any more: no frame, and none of Slack's pings, of which there are several a minute.</summary>
/// <remarks>
/// Looks are counted and no clock is read: after a pause of the whole process, such as a machine's sleep, silence has to be observed before
/// it means anything.
/// </remarks>
internal sealed class SilenceWatch(TimeProvider clock)
{
    /// <summary>How often it is looked whether anything has come.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>After so many looks in a row at which nothing had, there is nobody at the other end.</summary>
    public const int MostSilentLooks = 7;

    private bool _heard;

    /// <summary>Something came.</summary>
    public void Hear() => Volatile.Write(ref _heard, true);

    /// <returns>True once it is silent; false if the watch was ended before.</returns>
    public async Task<bool> UntilSilentAsync(CancellationToken ended)
    {
        for (var silent = 0; silent < MostSilentLooks;)
        {
            await Task.Delay(LookEvery, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
                return false;

            silent = Interlocked.Exchange(ref _heard, false) ? 0 : silent + 1;
        }

        return true;
    }
}
