using AccessBot.Persistence;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>Carries out a plan, lets everything settle, and has it judged.</summary>
internal sealed class ChaosRun(Plan plan, DatabaseProvider database, World world, TimeSpan patience, Action<string> say, TimeProvider clock)
{
    /// <summary>What the program allows: how much later than its end an access may be over, beyond outage.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    /// <summary>What a killed process was at is looked at again a minute later, and what that led to takes its time as well.</summary>
    private static readonly TimeSpan SettlingLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(30);

    private const int StackLines = 12;

    private readonly Troubles troubles = new(world, clock);
    private readonly Players players = new(world.Sandbox.Slack, world.Chronicle, clock);

    /// <summary>Carries out a plan.</summary>
    /// <param name="binary">AccessBot.</param>
    /// <param name="plan">What is to happen.</param>
    /// <param name="database">What AccessBot keeps its rows in; with SQLite, there is one process.</param>
    /// <param name="patience">How much later than its end an access may be over, beyond outage.</param>
    /// <param name="say">Takes a line now and then.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Ends it all, with what it started.</param>
    public static async Task<Report> ExecuteAsync(
        string binary, Plan plan, DatabaseProvider database, TimeSpan patience, Action<string> say, TimeProvider clock, CancellationToken cancel)
    {
        say($"{database}, seed {plan.Seed}, {plan.Length.TotalMinutes:0.##} minutes: {plan.Steps.Count} steps, plan {plan.Hash}");
        await using var world = await World.SetAsync(binary, plan, database, clock);
        return await new ChaosRun(plan, database, world, patience, say, clock).ExecuteAsync(cancel);
    }

    private async Task<Report> ExecuteAsync(CancellationToken cancel)
    {
        await world.StartAllAsync(StartLimit);
        var (began, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        var (doing, nextWord) = (new List<Task>(), BetweenWords);
        foreach (var step in plan.Steps)
        {
            if (step.At - clock.GetElapsedTime(start) is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, cancel);
            }

            doing.Add(Task.Run(() => DoAsync(step)));
            if (clock.GetElapsedTime(start) > nextWord)
            {
                say($"  {clock.GetElapsedTime(start).TotalSeconds:0} s: {world.Chronicle.Deeds.Count} deeds, {world.Chronicle.Counts.GetValueOrDefault(CountOf.Kills)} kills, {world.Chronicle.Stops.Count} stops, {world.Chronicle.Rotations.Count} rotations");
                nextWord += BetweenWords;
            }
        }

        say("  The plan is carried out; now everything has to settle.");
        await Task.WhenAll(doing).WaitAsync(cancel);
        troubles.End();
        var settling = clock.GetTimestamp();
        await SettleAsync(cancel);
        return new Report(plan, database, await EvidenceAsync(began), clock.GetElapsedTime(settling), patience);
    }

    private async Task DoAsync(Step step)
    {
        try
        {
            await (step is Step.Ask or Step.Extend or Step.Click ? players.DoAsync(step) : troubles.DoAsync(step));
        }
        catch (Exception e)
        {
            world.Chronicle.AddMishap($"The run itself failed at {step}: {e}");
        }
    }

    private async Task SettleAsync(CancellationToken cancel)
    {
        await world.StartAllAsync(StartLimit);
        var start = clock.GetTimestamp();
        while (await world.Records.OpenEndsAsync() > 0 || world.Sandbox.OneLogin.Calls.InFlight > 0)
        {
            if (clock.GetElapsedTime(start) > SettlingLimit)
            {
                return;
            }

            await Task.Delay(BetweenLooks, clock, cancel);
        }
    }

    private async Task<Evidence> EvidenceAsync(DateTimeOffset began)
    {
        var slack = world.Sandbox.Slack;
        if (world.Chronicle.Counts.GetValueOrDefault(CountOf.EndsByItself) is var ends and > 0 && world.Chronicle.Outages.All(o => o.Kind != OutageKind.NoDatabase))
        {
            world.Chronicle.AddMishap($"A process ended by itself {ends} times");
        }

        var log = world.Chronicle.Log.ToList();
        foreach (var (i, (at, line)) in log.Index().Where(said => IsAccident(said.Item.Line)))
        {
            // What the same process wrote next says where.
            var stack = log.Skip(i + 1).Where(next => next.Line[..3] == line[..3]).Take(StackLines).Select(next => next.Line);
            world.Chronicle.AddMishap(string.Join(Environment.NewLine + "      ", [$"{at:HH:mm:ss.fff} {line}", .. stack]));
        }

        return new Evidence
        {
            Now = clock.GetUtcNow(),
            Kind = plan.Kind,
            Began = began,
            Requests = await world.Records.RequestsAsync(),
            Trail = await world.Records.TrailAsync(),
            Notices = await world.Records.NoticesAsync(),
            Spans = world.Sandbox.OneLogin.Memberships.All,
            Calls = world.Sandbox.OneLogin.Calls.All,
            SlackCalls = slack.Calls,
            Messages = [.. slack.Channels.SelectMany(channel => slack.Messages(channel.Id)), .. slack.People.SelectMany(person => slack.Ephemerals(person.Id))],
            Chronicle = world.Chronicle,
        };
    }

    private static bool IsAccident(string line) =>
        line.Contains("Unhandled exception", StringComparison.Ordinal) || line.Contains("| crit:", StringComparison.Ordinal);
}
