namespace AccessBot.Sandbox.OneLogin;

/// <summary>The account's hourly allowance of calls to <c>/api/1</c>. Version 2 is not counted.</summary>
internal sealed class FirstVersionAllowance(TimeProvider time)
{
    private static readonly TimeSpan _window = TimeSpan.FromHours(1);
    private DateTimeOffset _since;
    private int _used;

    public int Used
    {
        get
        {
            StartAnew();
            return _used;
        }
    }

    public int SecondsToReset
    {
        get
        {
            StartAnew();
            return (int)(_since + _window - time.GetUtcNow()).TotalSeconds;
        }
    }

    public bool Take(int limit)
    {
        StartAnew();
        return ++_used <= limit;
    }

    private void StartAnew()
    {
        var now = time.GetUtcNow();
        if (now >= _since + _window)
        {
            _since = now;
            _used = 0;
        }
    }
}
