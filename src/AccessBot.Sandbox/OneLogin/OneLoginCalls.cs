namespace AccessBot.Sandbox.OneLogin;

/// <summary>Every call that the tenant got, in the order in which they were answered, and how many it had at once.</summary>
public sealed class OneLoginCalls
{
    private readonly Lock _gate = new();
    private readonly Journal<OneLoginCall> _all = new();
    private readonly Journal<OneLoginCall> _writes = new();
    private int _inFlight;
    private int _served;
    private int _heldBack;
    private int _overloads;

    internal OneLoginCalls()
    {
    }

    /// <summary>As of now: it does not grow while it is read.</summary>
    public IReadOnlyList<OneLoginCall> All => _all.SoFar;

    /// <summary>The calls that changed a membership.</summary>
    public IReadOnlyList<OneLoginCall> Writes => _writes.SoFar;

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

    /// <summary>Those of <see cref="InFlight"/> that a slow fault, or a tenant that takes its time, holds back: move the clock and they go on.</summary>
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

    /// <summary>The highest <see cref="InFlight"/> so far, those included that were refused for it.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How many were refused because <see cref="OneLoginBehaviours.AtOnceAtMost"/> others were being served.</summary>
    public int Overloads
    {
        get
        {
            lock (_gate)
            {
                return _overloads;
            }
        }
    }

    /// <returns>Whether the call is served; one that is not still has to <see cref="End"/>.</returns>
    internal bool Begin(int? atOnceAtMost)
    {
        lock (_gate)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_inFlight);
            if (_served >= atOnceAtMost)
            {
                _overloads++;
                return false;
            }

            _served++;
            return true;
        }
    }

    internal void End(bool served)
    {
        lock (_gate)
        {
            _inFlight--;
            _served -= served ? 1 : 0;
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
        _all.Add(call);
        if (call.Effect.Count > 0)
        {
            _writes.Add(call);
        }
    }
}
