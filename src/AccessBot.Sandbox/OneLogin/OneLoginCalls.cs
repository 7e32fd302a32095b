namespace AccessBot.Sandbox.OneLogin;

/// <summary>Every call that the tenant got, in the order in which they were answered, and how many it had at once.</summary>
public sealed class OneLoginCalls
{
    private readonly Lock _gate = new();
    private readonly List<OneLoginCall> _all = [];
    private int _inFlight;
    private int _heldBack;

    internal OneLoginCalls()
    {
    }

    public IReadOnlyList<OneLoginCall> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>The calls that changed a membership.</summary>
    public IReadOnlyList<OneLoginCall> Writes
    {
        get
        {
            lock (_gate)
            {
                return [.. _all.Where(c => c.Effect.Count > 0)];
            }
        }
    }

    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _inFlight;
            }
        }
    }

    /// <summary>Those of <see cref="InFlight"/> that a slow fault holds back: move the clock and they go on.</summary>
    public int HeldBack
    {
        get
        {
            lock (_gate)
            {
                return _heldBack;
            }
        }
    }

    /// <summary>The highest <see cref="InFlight"/> so far.</summary>
    public int MostAtOnce { get; private set; }

    internal void Begin()
    {
        lock (_gate)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_inFlight);
        }
    }

    internal void End()
    {
        lock (_gate)
        {
            _inFlight--;
        }
    }

    internal void HoldBack(int change)
    {
        lock (_gate)
        {
            _heldBack += change;
        }
    }

    internal void Add(OneLoginCall call)
    {
        lock (_gate)
        {
            _all.Add(call);
        }
    }
}
