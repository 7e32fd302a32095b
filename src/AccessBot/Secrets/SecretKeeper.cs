using AccessBot.Core.Ports;
using Microsoft.Extensions.Options;

namespace AccessBot.Secrets;

/// <summary>
/// Keeps the secrets up to date while the program runs: reads each again before it is older than <c>Secrets:CacheMinutes</c>, and
/// at once when somebody refuses what is in it. What can't be read stays as it was read last.
/// </summary>
internal sealed partial class SecretKeeper : ICredentialKeeper
{
    /// <summary>At most so often one credential is read again because it was refused: anybody can send a wrong signature.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly SecretSettings secrets;
    private readonly SecretReader reader;
    private readonly TimeProvider clock;
    private readonly ILogger<SecretKeeper> logger;
    private readonly SecretSchedule schedule;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset At, Task Reading)> refusals = new(StringComparer.Ordinal);

    // One portion at a time: the older of two answers must not be taken up after the newer.
    private readonly SemaphoreSlim turn = new(1);
    private TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SecretKeeper(SecretSettings secrets, SecretReader reader, IOptionsMonitor<SecretsOptions> options, TimeProvider clock, ILogger<SecretKeeper> logger)
    {
        (this.secrets, this.reader, this.clock, this.logger) = (secrets, reader, clock, logger);
        schedule = new SecretSchedule(clock, Longest(options));
    }

    /// <summary>Ends when there may be something due sooner than was said.</summary>
    public Task Called => Volatile.Read(ref called).Task;

    public async Task ReadAgainAsync(IReadOnlyList<string> settings, TimeSpan atMost, CancellationToken cancel)
    {
        var places = Places(settings);
        if (places.Count == 0)
        {
            return;
        }

        try
        {
            await Reading(string.Join(',', settings), places).WaitAsync(atMost, clock, cancel);
        }
        catch (TimeoutException)
        {
            // It is taken up when it comes.
        }
    }

    /// <summary>Reads what is due.</summary>
    /// <returns>For how long nothing is.</returns>
    public async Task<TimeSpan> ReadDueAsync()
    {
        var places = secrets.References.Select(r => r.Reference).GroupBy(r => r.Place);
        schedule.Plan(places.ToDictionary(place => place.Key, place => place.All(r => secrets.State.Value(r) is not null)));
        if (schedule.Due is { Count: > 0 } due)
        {
            await ReadAsync(due);
        }

        return schedule.Rest;
    }

    /// <summary>Has <see cref="ReadDueAsync"/> asked again.</summary>
    public void Call() => Interlocked.Exchange(ref called, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Says where settings come from, once.</summary>
    public void Introduce()
    {
        foreach (var place in secrets.References.Select(r => r.Reference.Place).Distinct())
        {
            Log.From(logger, NamesOf(place), secrets.Described(place));
        }
    }

    private Task Reading(string credential, IReadOnlyCollection<SecretPlace> places)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (!refusals.TryGetValue(credential, out var last) || now - last.At >= Pause)
            {
                // For everybody who is refused meanwhile, so nobody's cancellation may end it; the client bounds it.
                last = refusals[credential] = (now, Task.Run(() => ReadAsync(places), CancellationToken.None));
            }
            else if (last.Reading.IsCompleted)
            {
                // Nobody waits for it, but it comes as soon as it may: who tries again in a while should have what came meanwhile.
                foreach (var place in places)
                {
                    schedule.Hurry(place, last.At + Pause);
                }

                Call();
            }

            return last.Reading;
        }
    }

    private async Task ReadAsync(IReadOnlyCollection<SecretPlace> places)
    {
        await turn.WaitAsync();
        try
        {
            var reads = places.ToDictionary(place => place, ReadAsync);
            await Task.WhenAll(reads.Values);
            TakeUp(reads.Where(read => read.Value.Result is not null).ToDictionary(read => read.Key, read => read.Value.Result!));
        }
        catch (Exception e)
        {
            // Whoever was refused goes on being refused.
            Log.Broken(logger, e);
            foreach (var place in places)
            {
                schedule.Failed(place);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<SecretReading?> ReadAsync(SecretPlace place)
    {
        try
        {
            return await reader.ReadAsync(place, CancellationToken.None);
        }
        catch (SecretException e)
        {
            Failed(place, NamesOf(place), e.Message);
            return null;
        }
    }

    private void TakeUp(Dictionary<SecretPlace, SecretReading> fresh)
    {
        var before = secrets.State;
        var wrong = new Dictionary<SecretReference, string>();
        try
        {
            secrets.Take(fresh, wrong);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            // They are set all the same, and whoever uses them is told the same.
            Log.NotValid(logger, string.Join(' ', e.Flatten().InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures).Distinct(StringComparer.Ordinal)));
        }

        foreach (var (place, reading) in fresh)
        {
            var missing = secrets.References.Where(r => r.Reference.Place == place && wrong.ContainsKey(r.Reference)).ToList();
            if (missing.Count > 0)
            {
                Failed(place, SecretSettings.Listed([.. missing.Select(r => r.Setting)]), wrong[missing[0].Reference]);
                continue;
            }

            var failures = schedule.Read(place);
            if (!reading.Is(before.Reading(place)))
            {
                Log.Changed(logger, NamesOf(place), secrets.Described(place));
            }
            else if (failures > 0)
            {
                Log.Back(logger, NamesOf(place), place);
            }
        }
    }

    private void Failed(SecretPlace place, string names, string problem) => Log.NotRead(logger, names, schedule.Failed(place), problem);

    private List<SecretPlace> Places(IReadOnlyList<string> keys) =>
    [
        .. secrets.References.Where(r => keys.Contains(r.Setting, StringComparer.OrdinalIgnoreCase)).Select(r => r.Reference.Place).Distinct(),
    ];

    private string NamesOf(SecretPlace place) =>
        SecretSettings.Listed([.. secrets.References.Where(r => r.Reference.Place == place).Select(r => r.Setting)]);

    private static Func<TimeSpan> Longest(IOptionsMonitor<SecretsOptions> options)
    {
        var minutes = options.CurrentValue.CacheMinutes;
        return () =>
        {
            try
            {
                minutes = options.CurrentValue.CacheMinutes;
            }
            catch (OptionsValidationException)
            {
                // Changed while running, to something that would not have let it start.
            }

            return TimeSpan.FromMinutes(minutes);
        };
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Settings} come from {Place}.")]
        public static partial void From(ILogger logger, string settings, string place);

        [LoggerMessage(LogLevel.Information, "{Settings} are set anew from {Place}.")]
        public static partial void Changed(ILogger logger, string settings, string place);

        [LoggerMessage(LogLevel.Information, "{Settings} can be read again from {Place}, and are the same.")]
        public static partial void Back(ILogger logger, string settings, SecretPlace place);

        [LoggerMessage(LogLevel.Warning, "{Settings} could not be read again, {Times} times in a row now, and stay as they are: {Problem}")]
        public static partial void NotRead(ILogger logger, string settings, int times, string problem);

        [LoggerMessage(LogLevel.Error, "Secrets were set anew, and settings are not valid any more: {Problems}")]
        public static partial void NotValid(ILogger logger, string problems);

        [LoggerMessage(LogLevel.Error, "Secrets could not be read again, and stay as they are.")]
        public static partial void Broken(ILogger logger, Exception exception);
    }
}
