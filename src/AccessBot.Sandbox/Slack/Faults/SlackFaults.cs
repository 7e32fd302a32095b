namespace AccessBot.Sandbox.Slack;

/// <summary>
/// Trouble on demand, for one Web API method, for <c>response_url</c>, or for <see cref="All"/>. Each fault holds for the next
/// <c>times</c> calls, or until <see cref="Clear"/>; of several that fit a call the oldest strikes, and slowness comes on top.
/// </summary>
public sealed class SlackFaults
{
    /// <summary>Every method and every response_url.</summary>
    public const string All = "*";

    private readonly ChangeSignal _changes;
    private readonly List<Fault> _faults = [];

    internal SlackFaults(ChangeSignal changes) => _changes = changes;

    /// <summary>HTTP 503, as when Slack is away.</summary>
    public void Down(string method = All, int? times = null) => Add(new(FaultKind.Status, method, times) { Status = 503 });

    /// <summary>HTTP 500.</summary>
    public void ServerError(string method = All, int? times = null) => Add(new(FaultKind.Status, method, times) { Status = 500 });

    /// <summary>HTTP 429 with <c>Retry-After</c>, in whole seconds.</summary>
    public void RateLimit(int retryAfterSeconds, string method = All, int? times = 1) =>
        Add(new(FaultKind.Status, method, times) { Status = 429, RetryAfterSeconds = retryAfterSeconds });

    /// <summary>The call is held up by this long, on the workspace's clock, and then goes on.</summary>
    public void Slow(TimeSpan by, string method = All, int? times = null) => Add(new(FaultKind.Slow, method, times) { Delay = by });

    /// <summary>HTTP 200 with <c>ok:false</c> and this error.</summary>
    public void Refuse(string error, string method = All, int? times = 1) => Add(new(FaultKind.Refuse, method, times) { Error = error });

    /// <summary>The connection is dropped and nothing is done.</summary>
    public void DropBefore(string method = All, int? times = 1) => Add(new(FaultKind.DropBefore, method, times));

    /// <summary>The work is done and the connection is dropped in place of the answer.</summary>
    public void DropAfter(string method = All, int? times = 1) => Add(new(FaultKind.DropAfter, method, times));

    /// <summary>Ends the faults that were set for exactly this name, or all of them.</summary>
    public void Clear(string method = All)
    {
        lock (_changes.Gate)
        {
            _faults.RemoveAll(fault => method == All || fault.Method == method);
            _changes.Raise();
        }
    }

    internal (TimeSpan Delay, Fault? Fault) Take(string method)
    {
        lock (_changes.Gate)
        {
            var fitting = _faults.Where(fault => fault.Method == All || fault.Method == method).ToArray();
            var slow = fitting.Where(fault => fault.Kind == FaultKind.Slow).ToArray();
            var strike = fitting.FirstOrDefault(fault => fault.Kind != FaultKind.Slow);
            foreach (var used in strike is null ? slow : [.. slow, strike])
            {
                if (used.Left is { } left)
                {
                    used.Left = left - 1;
                }
            }

            _faults.RemoveAll(fault => fault.Left <= 0);
            return (slow.Aggregate(TimeSpan.Zero, (sum, fault) => sum + fault.Delay), strike);
        }
    }

    private void Add(Fault fault)
    {
        lock (_changes.Gate)
        {
            _faults.Add(fault);
            _changes.Raise();
        }
    }
}
