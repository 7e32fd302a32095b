using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Has OneLogin, Slack, the database, accounts and processes do what a plan says, and notes when it really happened.</summary>
internal sealed class Troubles(World world, TimeProvider clock)
{
    /// <summary>How long OneLogin holds a call back when it is slow.</summary>
    public static readonly TimeSpan Slowness = TimeSpan.FromSeconds(3);

    /// <summary>The same, for longer than AccessBot waits for an answer, which is ten seconds.</summary>
    public static readonly TimeSpan LongSlowness = TimeSpan.FromSeconds(12);

    /// <summary>How long the end of a process waits for another one to be ready.</summary>
    public static readonly TimeSpan LongestPutOff = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    // What OneLogin asks callers to wait after a 429.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private const int SlackRetryAfter = 2;

    private readonly Dictionary<long, DateTimeOffset> suspended = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim oneAfterTheOther = new(1);

    private OneLoginTenant OneLogin => world.Sandbox.OneLogin;

    private SlackWorkspace Slack => world.Sandbox.Slack;

    public Task DoAsync(Step step) => step switch
    {
        Step.OneLoginFails fails => FailOneLoginAsync(fails),
        Step.OneLoginShowsLate late => ShowLateAsync(late),
        Step.SlackFails fails => FailSlackAsync(fails),
        Step.CutConnections => CutAsync(),
        Step.CrashDatabase crash => CrashAsync(crash),
        Step.EndProcess end => EndAsync(end),
        Step.Rotate rotate => RotateAsync(rotate),
        Step.ByHand hand => Done(() => ByHand(hand)),
        Step.Account account => Done(() => Change(account)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "This is something that people do in Slack."),
    };

    /// <summary>Whatever is still wrong ends, and everybody's account is as it was.</summary>
    public void End()
    {
        OneLogin.Faults.Clear();
        OneLogin.Behaviours.WritesVisibleAfter = TimeSpan.Zero;
        Slack.Faults.Clear();
        lock (gate)
        {
            foreach (var user in suspended.Keys.ToList())
            {
                Restore(user);
            }
        }
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private async Task FailOneLoginAsync(Step.OneLoginFails step)
    {
        var (from, fault) = (clock.GetUtcNow(), FaultOf(step.Trouble));
        world.Chronicle.Count(CountOf.OneLoginFaults);

        // A refused token is one thing, a refused credential another, and the latter is none of this.
        OneLogin.Faults.Inject(fault, step.Method, step.Trouble is OneLoginTrouble.Unauthorized ? "/api/*" : null, step.Times);
        await Task.Delay(step.Lasts, clock);
        OneLogin.Faults.Clear();
        var until = clock.GetUtcNow() + step.Trouble switch
        {
            OneLoginTrouble.Slow or OneLoginTrouble.SlowAndDone => Slowness,
            OneLoginTrouble.SlowerThanPatience => LongSlowness,
            OneLoginTrouble.TooManyRequests => RetryAfter,
            _ => TimeSpan.Zero,
        };
        if (step.Times is null)
        {
            world.Chronicle.Add(new Outage(OutageKind.OneLoginAway, new Stretch(from, until)));
        }
        else
        {
            // A call or four that fail are no outage: AccessBot's own tries must get over them in time.
            world.Chronicle.AddTrouble(from, until);
        }
    }

    private async Task ShowLateAsync(Step.OneLoginShowsLate step)
    {
        var from = clock.GetUtcNow();
        world.Chronicle.Count(CountOf.LateShows);
        OneLogin.Behaviours.WritesVisibleAfter = step.By;
        await Task.Delay(step.Lasts, clock);
        OneLogin.Behaviours.WritesVisibleAfter = TimeSpan.Zero;
        world.Chronicle.Add(new Outage(OutageKind.WritesUnseen, new Stretch(from, clock.GetUtcNow() + step.By)));
    }

    private async Task FailSlackAsync(Step.SlackFails step)
    {
        var from = clock.GetUtcNow();
        world.Chronicle.Count(CountOf.SlackFaults);
        switch (step.Trouble)
        {
            case SlackTrouble.Down: Slack.Faults.Down(times: step.Times); break;
            case SlackTrouble.ServerError: Slack.Faults.ServerError(times: step.Times); break;
            case SlackTrouble.RateLimited: Slack.Faults.RateLimit(SlackRetryAfter, times: step.Times); break;
            case SlackTrouble.Slow: Slack.Faults.Slow(TimeSpan.FromSeconds(2), times: step.Times); break;
            case SlackTrouble.DroppedBefore: Slack.Faults.DropBefore(times: step.Times); break;
            default: Slack.Faults.DropAfter(times: step.Times); break;
        }

        await Task.Delay(step.Lasts, clock);
        Slack.Faults.Clear();
        world.Chronicle.AddTrouble(from, clock.GetUtcNow() + TimeSpan.FromSeconds(5));
    }

    private async Task CutAsync()
    {
        var from = clock.GetUtcNow();
        world.Chronicle.Count(CountOf.Cuts);
        await world.Records.CutConnectionsAsync();
        world.Chronicle.AddTrouble(from, clock.GetUtcNow() + TimeSpan.FromSeconds(3));
    }

    private async Task CrashAsync(Step.CrashDatabase step)
    {
        var from = clock.GetUtcNow();
        world.Chronicle.Count(CountOf.Crashes);
        await world.Postgres.KillAsync();
        await Task.Delay(step.Lasts, clock);
        await world.Postgres.RestartAsync();
        world.Chronicle.Add(new Outage(OutageKind.NoDatabase, new Stretch(from, clock.GetUtcNow())));
        world.Chronicle.AddTrouble(from, clock.GetUtcNow() + TimeSpan.FromSeconds(3));
    }

    private async Task EndAsync(Step.EndProcess step)
    {
        await oneAfterTheOther.WaitAsync();
        try
        {
            Node[] nodes = step.Node is { } one ? [world.Nodes[one]] : [.. world.Nodes];
            var start = clock.GetTimestamp();
            while (!world.Nodes.Any(node => node.IsReady && (!nodes.Contains(node) || step.Node is null)) && clock.GetElapsedTime(start) < LongestPutOff)
            {
                await Task.Delay(BetweenLooks, clock);
            }

            var from = clock.GetUtcNow();
            await Task.WhenAll(nodes.Select(node => step.Kill ? node.KillAsync() : node.StopAsync(OneLogin.Calls.InFlight)));
            await Task.Delay(step.Away, clock);
            world.Chronicle.AddTrouble(from, clock.GetUtcNow() + TimeSpan.FromSeconds(5));
            foreach (var node in nodes)
            {
                node.Start();
            }
        }
        finally
        {
            oneAfterTheOther.Release();
        }
    }

    private async Task RotateAsync(Step.Rotate step)
    {
        await world.Secrets!.ReplaceAsync(step.Credential, world.Sandbox);
        world.Chronicle.AddRotation(step.Credential, clock.GetUtcNow());
    }

    private void ByHand(Step.ByHand step)
    {
        var place = Scene.PlaceOf(step.Person, step.Target);
        if (OneLogin.Users.All(user => user.Id != place.User))
        {
            return;
        }

        var held = OneLogin.Memberships.Holds(place.Role, place.User, place.Privilege);
        if (step.Adds)
        {
            OneLogin.AddByHand(place.Role, place.User, place.Privilege);
            world.Chronicle.Count(CountOf.AddedByHand);
        }
        else if (held)
        {
            var from = clock.GetUtcNow();
            OneLogin.RemoveByHand(place.Role, place.User, place.Privilege);
            world.Chronicle.Add(new HandEnd(place, new Stretch(from, clock.GetUtcNow())));
            world.Chronicle.Count(CountOf.RemovedByHand);
        }
    }

    private void Change(Step.Account step)
    {
        var user = Scene.OneLoginIdOf(step.Person);
        lock (gate)
        {
            switch (step.Change)
            {
                case AccountChange.Suspended when suspended.TryAdd(user, clock.GetUtcNow()):
                    OneLogin.ChangeUser(user, u => u with { Status = 2 });
                    world.Chronicle.Count(CountOf.Suspended);
                    break;
                case AccountChange.Restored when suspended.ContainsKey(user):
                    Restore(user);
                    break;
                case AccountChange.Deleted:
                    Delete(user);
                    break;
            }
        }
    }

    private void Restore(long user)
    {
        OneLogin.ChangeUser(user, u => u with { Status = 1 });
        suspended.Remove(user, out var since);
        world.Chronicle.AddBarred(user, since, clock.GetUtcNow());
    }

    private void Delete(long user)
    {
        var from = clock.GetUtcNow();
        OneLogin.DeleteUser(user);
        var when = new Stretch(from, clock.GetUtcNow());
        foreach (var (role, privilege) in Scene.Targets)
        {
            world.Chronicle.Add(new HandEnd(new Place(user, role, privilege), when));
        }

        world.Chronicle.AddBarred(user, from, DateTimeOffset.MaxValue);
        world.Chronicle.Count(CountOf.Deleted);
    }

    private static OneLoginFault FaultOf(OneLoginTrouble trouble) => trouble switch
    {
        OneLoginTrouble.InternalError => OneLoginFault.InternalError,
        OneLoginTrouble.InternalErrorAndDone => OneLoginFault.InternalError with { AfterEffect = true },
        OneLoginTrouble.BadGateway => OneLoginFault.BadGateway,
        OneLoginTrouble.Unavailable => OneLoginFault.Unavailable,
        OneLoginTrouble.TooManyRequests => OneLoginFault.TooManyRequests(RetryAfter),
        OneLoginTrouble.Unauthorized => OneLoginFault.Unauthorized,
        OneLoginTrouble.Dropped => OneLoginFault.Dropped,
        OneLoginTrouble.DroppedAndDone => OneLoginFault.Dropped with { AfterEffect = true },
        OneLoginTrouble.Slow => OneLoginFault.Slow(Slowness) with { CarriesOn = true },
        OneLoginTrouble.SlowerThanPatience => OneLoginFault.Slow(LongSlowness) with { CarriesOn = true },
        _ => OneLoginFault.Slow(Slowness) with { AfterEffect = true },
    };
}
