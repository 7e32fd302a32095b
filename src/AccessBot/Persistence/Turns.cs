using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Has what is done every so often done by one of the processes that share the database, whichever comes first.</summary>
internal sealed class Turns(IHolds holds, IDbContextFactory<AccessBotContext> contexts, TimeProvider clock)
{
    /// <summary>Does it, unless another process is at it or began it within that time.</summary>
    /// <param name="name">What it is called, for all processes.</param>
    /// <param name="every">How long after its beginning it may begin again.</param>
    /// <param name="work">What is done.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Whether it was done here.</returns>
    public async Task<bool> TakeAsync(string name, TimeSpan every, Func<Task> work, CancellationToken cancel)
    {
        var (names, hold) = await holds.TryHoldAsync([$"turn/{name}"], cancel);
        await using (hold)
        {
            if (names.Count == 0 || !await BeginAsync($"{name} began", every, cancel))
            {
                return false;
            }

            await work();
            return true;
        }
    }

    private async Task<bool> BeginAsync(string name, TimeSpan every, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        if (await context.SharedTimes.SingleOrDefaultAsync(t => t.Name == name, cancel) is not { } last)
        {
            context.Add(new SharedTime { Name = name, At = now });
        }
        else if (last.At <= now && now - last.At < every)
        {
            return false;
        }
        else
        {
            // Also when it lies ahead: a clock was set back.
            last.At = now;
        }

        await context.SaveChangesAsync(cancel);
        return true;
    }
}
