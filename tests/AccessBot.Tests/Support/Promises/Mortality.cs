namespace AccessBot.Tests.Support.Promises;

/// <summary>A process's life, counted in what it calls: it can be killed before or after any of them.</summary>
internal sealed class Mortality
{
    private readonly Lock gate = new();
    private int? left;

    public bool IsDead { get; private set; }

    /// <summary>Kills the process at the edge that comes after so many; each call has two, before and after its work.</summary>
    public void DieAt(int edge)
    {
        lock (gate)
        {
            left = edge;
        }
    }

    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        Edge();
        var result = await call();
        Edge();
        return result;
    }

    public Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call();
        return true;
    });

    public void Edge()
    {
        lock (gate)
        {
            IsDead |= --left < 0;
            if (IsDead)
            {
                throw new ProcessKilledException();
            }
        }
    }
}
