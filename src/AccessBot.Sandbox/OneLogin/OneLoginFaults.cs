namespace AccessBot.Sandbox.OneLogin;

/// <summary>The faults that are in force. The first that matches a call is used; one with a limit ends when it is used up.</summary>
public sealed class OneLoginFaults
{
    private readonly Lock _gate = new();
    private readonly List<Injected> _faults = [];

    /// <param name="fault">What goes wrong.</param>
    /// <param name="method">An HTTP method; null for all.</param>
    /// <param name="path">A path below the base address, such as <c>/api/2/roles/*/users</c>, where <c>*</c> stands for anything; null for all.</param>
    /// <param name="times">How many calls it spoils; null for all until <see cref="Clear"/>.</param>
    public void Inject(OneLoginFault fault, string? method = null, string? path = null, int? times = null)
    {
        lock (_gate)
        {
            _faults.Add(new Injected(fault, method, path) { Left = times ?? int.MaxValue });
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    internal OneLoginFault? Take(string method, string path)
    {
        lock (_gate)
        {
            var found = _faults.Find(f => (f.Method is null || f.Method == method) && (f.Path is null || Wildcard.Matches(f.Path, path)));
            if (found is not null && --found.Left <= 0)
            {
                _faults.Remove(found);
            }

            return found?.Fault;
        }
    }

    private sealed record Injected(OneLoginFault Fault, string? Method, string? Path)
    {
        public int Left { get; set; }
    }
}
