using System.Diagnostics;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Telemetry;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;

namespace AccessBot.Jobs;

/// <summary>Carries a trace across Hangfire: what is done at once belongs to the trace of what asked for it, and what is done later names it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class JobTraceAttribute : JobFilterAttribute, IClientFilter, IServerFilter
{
    private const string Parameter = "TraceParent";
    private const string LaterParameter = "TraceLink";
    private const string Item = "AccessBot.Span";

    public void OnCreating(CreatingContext context)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true, Id: { } id })
        {
            context.SetJobParameter(context.InitialState is EnqueuedState ? Parameter : LaterParameter, id);
        }
    }

    public void OnCreated(CreatedContext context)
    {
        // What was to be kept is in the job by now.
    }

    public void OnPerforming(PerformingContext context)
    {
        var span = Spans.Source.StartActivity(
            NameOf(context.BackgroundJob.Job), ActivityKind.Consumer, Read(Parameter) ?? default,
            links: Read(LaterParameter) is { } asked ? [new ActivityLink(asked)] : null);
        if (context.BackgroundJob.Job.Args is [Errand, string id, ..] && RequestId.TryParse(id, out var request))
        {
            span?.About(request);
        }

        context.Items[Item] = span;

        ActivityContext? Read(string parameter) =>
            ActivityContext.TryParse(context.GetJobParameter<string>(parameter, allowStale: true), traceState: null, isRemote: true, out var parent) ? parent : null;
    }

    public void OnPerformed(PerformedContext context)
    {
        if (context.Items.TryGetValue(Item, out var kept) && kept is Activity span)
        {
            span.SetStatus(context.Exception is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
            span.Dispose();
        }
    }

    // "job.grant", or "job.revokedue" for what is about no request of its own.
    private static string NameOf(Job job) => job.Args is [Errand errand, ..]
        ? $"job.{errand.ToString().ToLowerInvariant()}"
        : $"job.{job.Method.Name.Replace("Async", "", StringComparison.Ordinal).ToLowerInvariant()}";
}
