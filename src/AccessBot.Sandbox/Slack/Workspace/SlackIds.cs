using System.Globalization;
using System.Security.Cryptography;

namespace AccessBot.Sandbox.Slack;

internal sealed class SlackIds(TimeProvider time)
{
    private long _last;
    private long _lastMicroseconds;

    public string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _last):D8}");

    public string Secret(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _last)}.{RandomNumberGenerator.GetHexString(24, lowercase: true)}");

    // Two messages in the same microsecond would share a ts, and a standing clock is usual in tests.
    public string NextTs()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        long previous, next;
        do
        {
            previous = Interlocked.Read(ref _lastMicroseconds);
            next = Math.Max(now, previous + 1);
        }
        while (Interlocked.CompareExchange(ref _lastMicroseconds, next, previous) != previous);

        return string.Create(CultureInfo.InvariantCulture, $"{next / 1_000_000}.{next % 1_000_000:D6}");
    }
}
