using AccessBot.Core.Ports;

namespace AccessBot.Tests.Support.Promises;

/// <summary>A database that goes away for some calls, before or after it has done what it was asked.</summary>
internal sealed class DatabaseTrouble
{
    private readonly Lock gate = new();
    private int skip;
    private int left;
    private bool afterEffect;

    public void Set(int skip, int times, bool afterEffect)
    {
        lock (gate)
        {
            (this.skip, left, this.afterEffect) = (skip, times, afterEffect);
        }
    }

    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        bool strikes;
        lock (gate)
        {
            strikes = left > 0 && --skip < 0;
            left -= strikes ? 1 : 0;
        }

        if (!strikes)
        {
            return await call();
        }

        if (afterEffect)
        {
            await call();
        }

        throw new StoreUnavailableException("The database does not answer.", new TimeoutException());
    }
}
