namespace AccessBot.Sandbox;

/// <summary>Wakes those who wait for something to change, so that nobody has to poll.</summary>
internal sealed class ChangeBell
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Take this before looking, then wait on it: a change between the two is not missed.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
            {
                return _next.Task;
            }
        }
    }

    public void Ring()
    {
        TaskCompletionSource rung;
        lock (_gate)
        {
            rung = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        rung.SetResult();
    }
}
