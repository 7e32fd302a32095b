using System.Collections.Concurrent;
using AccessBot.Slack.Receiving;

namespace AccessBot.Tests.Slack.Receiving;

/// <summary>A conversation that does what a test says, and keeps what it was given.</summary>
internal sealed class ScriptedConversation : IConversation
{
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<(Interaction Interaction, Delivery Delivery)> Handled { get; } = new();

    public Func<SlackPayload, bool> Known { get; set; } = _ => true;

    public Func<ViewSubmission, CancellationToken, Task<SubmissionReply>> Check { get; set; } = (_, _) => Task.FromResult(SubmissionReply.Fine);

    public Func<BlockOptionsRequest, CancellationToken, Task<BlockOptions>> Offer { get; set; } = (_, _) => Task.FromResult(BlockOptions.None);

    public Func<Interaction, Delivery, CancellationToken, Task> Handle { get; set; } = (_, _, _) => Task.CompletedTask;

    public bool Knows(SlackPayload payload) => Known(payload);

    public Task<SubmissionReply> CheckSubmissionAsync(ViewSubmission submission, CancellationToken cancel) => Check(submission, cancel);

    public Task<BlockOptions> OptionsAsync(BlockOptionsRequest request, CancellationToken cancel) => Offer(request, cancel);

    public Task HandleAsync(Interaction interaction, Delivery delivery, CancellationToken cancel)
    {
        Handled.Enqueue((interaction, delivery));
        Interlocked.Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return Handle(interaction, delivery, cancel);
    }

    public async Task UntilHandledAsync(int times)
    {
        while (true)
        {
            var change = Volatile.Read(ref _change).Task;
            if (Handled.Count >= times)
                return;

            await change.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }
}
