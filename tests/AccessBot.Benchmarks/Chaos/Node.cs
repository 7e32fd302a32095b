using AccessBot.Sandbox.Bot;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>One AccessBot process, and what a supervisor such as systemd does for it: it is started again for as long as it is wanted.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromMilliseconds(500);

    // A child that is just being started can't be killed yet: launching and killing take turns.
    private readonly Lock turn = new();
    private readonly AccessBotProcess bot;
    private readonly Chronicle chronicle;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource over = new();
    private readonly Task supervision;
    private Task stopping = Task.CompletedTask;
    private volatile bool wanted;

    /// <param name="binary">AccessBot.</param>
    /// <param name="settings">Its environment.</param>
    /// <param name="chronicle">Takes what it writes.</param>
    /// <param name="changed">Called when it became ready or is about to end.</param>
    /// <param name="clock">The time.</param>
    public Node(string binary, IReadOnlyDictionary<string, string> settings, string name, Chronicle chronicle, Action changed, TimeProvider clock)
    {
        (this.chronicle, this.clock) = (chronicle, clock);
        bot = new AccessBotProcess(binary, settings, line => chronicle.Say(clock.GetUtcNow(), $"{name} {line}"), clock);
        bot.Changed = () =>
        {
            if (bot.State is BotState.Ended && wanted)
            {
                chronicle.Count(CountOf.EndsByItself);
            }

            changed();
        };
        supervision = Task.Run(SuperviseAsync);
    }

    public Uri EventsUrl => bot.EventsUrl;

    public bool IsReady => bot.State is BotState.Ready;

    /// <summary>Has it started, and started again when it ends by itself.</summary>
    public void Start() => wanted = true;

    /// <summary>SIGKILL, at whatever it is doing; its start included.</summary>
    public Task KillAsync()
    {
        lock (turn)
        {
            wanted = false;
            if (bot.State is BotState.Ready or BotState.Starting)
            {
                chronicle.Count(bot.State is BotState.Ready ? CountOf.Kills : CountOf.KillsAtStart);
            }

            return bot.KillAsync();
        }
    }

    /// <summary>SIGTERM, and SIGKILL if it takes too long.</summary>
    /// <param name="callsUnderWay">How many calls OneLogin has not answered.</param>
    public Task StopAsync(int callsUnderWay)
    {
        lock (turn)
        {
            wanted = false;
            if (bot.State is BotState.Ready or BotState.Starting)
            {
                chronicle.Count(CountOf.Stops);
            }

            return stopping = bot.State is BotState.Ready ? StopServingAsync(callsUnderWay) : bot.StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await KillAsync();
        await supervision;
        await bot.DisposeAsync();
        over.Dispose();
    }

    private async Task StopServingAsync(int callsUnderWay)
    {
        var (at, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        await bot.StopAsync();
        chronicle.Add(new StopOfProcess(at, clock.GetElapsedTime(start), bot.ExitCode, callsUnderWay));
    }

    private async Task SuperviseAsync()
    {
        try
        {
            while (true)
            {
                if (wanted && bot.State is not BotState.Ready)
                {
                    await stopping;
                    if (!await LaunchAsync() && wanted)
                    {
                        chronicle.Count(CountOf.StartsInVain);
                        await Task.Delay(BeforeAnotherTry, clock, over.Token);
                    }
                }

                await Task.Delay(BetweenLooks, clock, over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private Task<bool> LaunchAsync()
    {
        lock (turn)
        {
            if (!wanted || over.IsCancellationRequested)
            {
                return Task.FromResult(false);
            }

            chronicle.Count(CountOf.Starts);

            // The child is launched before this first waits for anything.
            return bot.StartAsync(over.Token);
        }
    }
}
