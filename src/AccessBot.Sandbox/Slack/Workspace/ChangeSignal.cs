namespace AccessBot.Sandbox.Slack;

// One lock for all state of a workspace: a Web API call reads people, channels and messages and must see one moment of them.
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    public Lock Gate { get; } = new();

    public long Version
    {
        get
        {
            lock (Gate)
            {
                return _version;
            }
        }
    }

    public void Raise()
    {
        lock (Gate)
        {
            _version++;
            _next.TrySetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task<long> AfterAsync(long version, CancellationToken cancellationToken)
    {
        Task next;
        lock (Gate)
        {
            next = _version > version ? Task.CompletedTask : _next.Task;
        }

        await next.WaitAsync(cancellationToken);
        return Version;
    }
}
