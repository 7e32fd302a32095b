namespace AccessBot.Sandbox.OneLogin;

/// <summary>A list that only grows, so that a view of it needs no copy: what it has stays as it is.</summary>
internal sealed class Journal<T>
{
    private readonly Lock _gate = new();
    private T[] _entries = new T[16];
    private int _count;

    /// <summary>What there is now; it does not grow.</summary>
    public IReadOnlyList<T> SoFar
    {
        get
        {
            lock (_gate)
            {
                return new ArraySegment<T>(_entries, 0, _count);
            }
        }
    }

    public void Add(T entry)
    {
        lock (_gate)
        {
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
            }

            _entries[_count++] = entry;
        }
    }
}
