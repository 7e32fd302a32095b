using System.Diagnostics;
using AccessBot.Jobs;
using AccessBot.Telemetry;
using Hangfire;
using Hangfire.InMemory;

namespace AccessBot.Tests.Jobs;

public sealed class JobTraceTests
{
    [Fact]
    public async Task What_is_done_at_once_belongs_to_the_trace_of_what_asked_for_it_and_what_is_done_later_names_it()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == AccessMeter.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var storage = new InMemoryStorage();
        var jobs = new BackgroundJobClient(storage);
        using var asked = Spans.Source.StartActivity("asked")!;
        jobs.Enqueue<Probe>(probe => probe.AtOnceAsync());
        jobs.Schedule<Probe>(probe => probe.LaterAsync(), TimeSpan.Zero);
        asked.Stop();

        // An activator of its own: the usual one is the process's, and makes jobs by whichever application was put together last, be it gone or not.
        using (new BackgroundJobServer(new BackgroundJobServerOptions { SchedulePollingInterval = TimeSpan.FromMilliseconds(50), WorkerCount = 1, Activator = new JobActivator() }, storage))
        {
            var atOnce = await Probe.AtOnce.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            var later = await Probe.Later.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

            Assert.Equal(("job.atonce", asked.TraceId), (atOnce.OperationName, atOnce.TraceId));
            Assert.Equal(asked.SpanId, atOnce.ParentSpanId);
            Assert.Equal("job.later", later.OperationName);
            Assert.NotEqual(asked.TraceId, later.TraceId);
            Assert.Equal(asked.TraceId, Assert.Single(later.Links).Context.TraceId);
        }
    }

    [JobTrace]
    internal sealed class Probe
    {
        public static TaskCompletionSource<Activity> AtOnce { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static TaskCompletionSource<Activity> Later { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task AtOnceAsync() => SeenAsync(AtOnce);

        public Task LaterAsync() => SeenAsync(Later);

        private static Task SeenAsync(TaskCompletionSource<Activity> seen)
        {
            seen.TrySetResult(Activity.Current!);
            return Task.CompletedTask;
        }
    }
}
